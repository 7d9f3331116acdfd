package cbd.coordinator.cli.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What clients ask, in hundredths of all questions: 25 how a sweep stands, 20 for a hundred of its
 * trials, 15 which sweeps there are, 10 for a leaderboard, 10 for the workers, 10 for a trial, 5
 * for the curves of twenty trials, 3 whether all is well; 2 submit a sweep of four trials.
 * Thread-safe.
 */
final class Mix {
  private static final int TRIALS = 4;

  /** Numbers of images that the sweeps of others have are below this. */
  private static final int FIRST_IMAGES = 1000;

  private static final int MOST_IMAGES = 10_000;

  private final List<String> sweeps;
  private final List<String> trials;
  private final int size;
  private final AtomicInteger submitted = new AtomicInteger();

  /**
   * @param sweeps that are asked for
   * @param trials that are asked for
   * @param size of each sweep
   */
  Mix(List<String> sweeps, List<String> trials, int size) {
    this.sweeps = List.copyOf(sweeps);
    this.trials = List.copyOf(trials);
    this.size = size;
  }

  Question draw(SplittableRandom random) {
    int die = random.nextInt(100);
    String sweep = sweeps.get(random.nextInt(sweeps.size()));
    if (die < 25) {
      return Question.get("/sweeps/{sweep}", "/sweeps/" + sweep);
    } else if (die < 45) {
      int after = random.nextInt(size);
      return Question.get(
          "/sweeps/{sweep}/trials", "/sweeps/" + sweep + "/trials?limit=100&after=" + after);
    } else if (die < 60) {
      return Question.get("/sweeps", "/sweeps");
    } else if (die < 70) {
      return Question.get("/leaderboard", "/leaderboard?sweep=" + sweep);
    } else if (die < 80) {
      return Question.get("/workers", "/workers");
    } else if (die < 90) {
      return Question.get(
          "/trials/{trial}", "/trials/" + trials.get(random.nextInt(trials.size())));
    } else if (die < 95) {
      int after = random.nextInt(size);
      return Question.get(
          "/sweeps/{sweep}/curves", "/sweeps/" + sweep + "/curves?limit=20&after=" + after);
    } else if (die < 98) {
      return new Question("GET /health", "GET", "/health", "");
    }
    int number = submitted.incrementAndGet();
    int images = FIRST_IMAGES + number % (MOST_IMAGES - FIRST_IMAGES);
    return Question.submit(BenchSweep.of("load-" + number, TRIALS, images).yaml());
  }
}
