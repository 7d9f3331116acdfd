package cbd.coordinator.forecast;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * When everything will be done, from now.
 *
 * <p>List scheduling ends no later than (load + (slots − 1)/slots · longest trial) and no earlier
 * than max(load, longest trial), with the load spread evenly over the slots (R. L. Graham, 1969).
 * The low end takes the lower bound at the fast quartile of the observed rates, the high end the
 * upper bound at the slow quartile.
 *
 * @param low if all goes well
 * @param expected the lower bound at the median rate
 * @param high if the rest is like the slow part of what was seen
 */
public record Forecast(Duration low, Duration expected, Duration high) {

  /**
   * Foretells.
   *
   * @param left work that is left of each unfinished trial, {@link TrialWork}
   * @param rates work per second that slots did on attempts, running and finished ones
   * @param slots that may work at the same time
   * @return nothing when nothing was observed yet, when nothing is left, or when no slot is there
   */
  public static Optional<Forecast> of(
      Collection<Double> left, Collection<Double> rates, int slots) {
    List<Double> sorted =
        rates.stream().filter(rate -> rate > 0 && Double.isFinite(rate)).sorted().toList();
    if (left.isEmpty() || sorted.isEmpty() || slots < 1) {
      return Optional.empty();
    }
    double total = left.stream().mapToDouble(Double::doubleValue).sum();
    double longest = left.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double load = total / slots;
    double atLeast = Math.max(load, longest);
    double atMost = Math.max(atLeast, load + longest * (slots - 1) / slots);
    return Optional.of(
        new Forecast(
            seconds(atLeast / quantile(sorted, 0.75)),
            seconds(atLeast / quantile(sorted, 0.5)),
            seconds(atMost / quantile(sorted, 0.25))));
  }

  /** Linear interpolation between the order statistics. */
  private static double quantile(List<Double> sorted, double share) {
    double position = share * (sorted.size() - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(Math.min(seconds, 1e12) * 1000));
  }
}
