package cbd.training.trial;

import cbd.domain.Diagnostics;
import cbd.domain.Spread;
import cbd.training.defense.ImageWeights;
import cbd.training.defense.TrainingListener.Observations;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Splits what a trainer saw of each image into poisoned and clean ones. It is done here, after the
 * epoch, because a trainer must not know which are which.
 */
final class WeightSplit {
  private WeightSplit() {}

  /**
   * The diagnostics of an epoch.
   *
   * @param observations null where images are not weighed
   * @param poisoned whether an image of the training set has the trigger
   */
  static Diagnostics of(@Nullable Observations observations, IntPredicate poisoned) {
    if (observations == null) {
      return new Diagnostics.None();
    }
    ImageWeights weights = observations.weights();
    return new Diagnostics.Cbd(
        spread(weights, poisoned),
        spread(weights, poisoned.negate()),
        observations.criticLoss(),
        observations.guards().weightlessBatches(),
        observations.guards().unnormalizedParameters());
  }

  private static Spread spread(ImageWeights weights, IntPredicate which) {
    return spread(
        IntStream.range(0, weights.size())
            .filter(i -> which.test(weights.image(i)))
            .mapToDouble(weights::weight)
            .toArray());
  }

  /** Quantiles are interpolated between the two nearest values, as numpy does it. */
  static Spread spread(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        Arrays.stream(sorted).average().orElse(Double.NaN),
        quantile(sorted, 0.1),
        quantile(sorted, 0.5),
        quantile(sorted, 0.9));
  }

  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
