package cbd.coordinator.cli.bench;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sweep of trials that nobody trains.
 *
 * @param trials of its grid
 */
record BenchSweep(String yaml, int trials) {
  private static final int REPEATS = 1000;

  /**
   * A sweep of at least so many trials: a thousand repeats, or all of fewer, of each learning rate.
   *
   * @param name its trials are no other name's
   * @param wanted 1..100,000
   * @param images tells its trials from those of sweeps with another number, 1..10,000
   */
  static BenchSweep of(String name, int wanted, int images) {
    int repeats = Math.min(REPEATS, wanted);
    int rates = (wanted + repeats - 1) / repeats;
    String yaml =
        """
        name: %s
        trial:
          dataset: shapes
          trainImages: %d
          testImages: 100
          model: wrn-10-1
          attack: {type: badnets, poisonRate: 0}
          defense: none
          training: {epochs: 1, lrMilestones: [], augmentation: none}
        grid:
          training.learningRate: [%s]
          repeat: [%s]
        """
            .formatted(
                name,
                images,
                list(rates, i -> String.format(Locale.ROOT, "%.3f", (i + 1) / 1000.0)),
                list(repeats, Integer::toString));
    return new BenchSweep(yaml, rates * repeats);
  }

  private static String list(int size, IntFunction<String> text) {
    return IntStream.range(0, size).mapToObj(text).collect(Collectors.joining(", "));
  }
}
