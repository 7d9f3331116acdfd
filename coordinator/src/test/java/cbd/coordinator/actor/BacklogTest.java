package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cbd.coordinator.forecast.Load;
import cbd.domain.Resources;
import cbd.domain.SweepId;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final SweepId sweep = Stage.sweep(1);
  private final Backlog backlog = new Backlog();

  @Test
  void addsUpToWhatAWalkOverAllTrialsWould() {
    Random random = new Random(1);
    List<Double> works = new ArrayList<>();
    List<TrialState> states = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      works.add(1e9 * (1 + random.nextInt(5)));
      states.add(any(random));
      backlog.added(sweep, one(works.get(i)), states.get(i));
    }
    for (int step = 0; step < 2000; step++) {
      int trial = random.nextInt(works.size());
      TrialState to = any(random);
      backlog.moved(sweep, one(works.get(trial)), states.get(trial), to);
      states.set(trial, to);
    }

    List<Backlog.Running> underWay = new ArrayList<>();
    Load walked = Load.NONE;
    for (int i = 0; i < works.size(); i++) {
      if (states.get(i) == TrialState.LEASED && i % 2 == 0) {
        underWay.add(new Backlog.Running(one(works.get(i)), 0.25));
        walked = walked.andRunning(works.get(i) * 0.75);
      } else if (Backlog.counts(states.get(i))) {
        walked = walked.andWaiting(works.get(i));
      }
    }

    Load left = backlog.left(sweep, underWay, needs -> true);
    assertThat(underWay).isNotEmpty();
    assertThat(left.work()).isCloseTo(walked.work(), within(1.0));
    assertThat(left.starts()).isEqualTo(walked.starts());
    assertThat(left.longest()).isEqualTo(walked.longest());
    assertThat(backlog.left(sweep, underWay, needs -> true))
        .as("a look changes nothing")
        .isEqualTo(left);
  }

  private static Backlog.Size one(double work) {
    return new Backlog.Size(work, Resources.ANY);
  }

  @Test
  void aTrialOfSeveralSlotsTakesAllOfThemAndNoLonger() {
    Backlog.Size wide = new Backlog.Size(100, new Resources(4, 0));
    backlog.added(sweep, wide, TrialState.QUEUED);
    assertThat(backlog.left(sweep, List.of(), needs -> true)).isEqualTo(new Load(400, 4, 100));

    List<Backlog.Running> half = List.of(new Backlog.Running(wide, 0.5));
    assertThat(backlog.left(sweep, half, needs -> true)).isEqualTo(new Load(200, 0, 50));
  }

  @Test
  void whatFitsNowhereDoesNotCount() {
    backlog.added(sweep, one(5), TrialState.QUEUED);
    backlog.added(sweep, new Backlog.Size(100, new Resources(1, 1 << 20)), TrialState.QUEUED);
    assertThat(backlog.left(sweep, List.of(), Resources.ANY::equals)).isEqualTo(new Load(5, 1, 5));
  }

  @Test
  void hasNothingOfASweepThatIsDone() {
    backlog.added(sweep, one(5), TrialState.QUEUED);
    backlog.moved(sweep, one(5), TrialState.QUEUED, TrialState.LEASED);
    backlog.moved(sweep, one(5), TrialState.LEASED, TrialState.SUCCEEDED);

    assertThat(backlog.left(sweep, List.of(), needs -> true).isNothing()).isTrue();
  }

  private static TrialState any(Random random) {
    List<TrialState> all = List.of(TrialState.values());
    return all.get(random.nextInt(all.size()));
  }
}
