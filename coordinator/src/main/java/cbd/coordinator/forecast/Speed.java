package cbd.coordinator.forecast;

import java.util.List;

/**
 * How fast slots are, as it was observed.
 *
 * @param rates multiply-adds per second of a slot while it trained, one for each attempt
 * @param startUps seconds from the grant of a lease to the first training step, one for each
 *     attempt: the runner's start, the network's, loading and poisoning
 */
public record Speed(List<Double> rates, List<Double> startUps) {
  /** Nothing was observed yet. */
  public static final Speed UNKNOWN = new Speed(List.of(), List.of());

  public Speed {
    rates = rates.stream().filter(rate -> rate > 0 && Double.isFinite(rate)).sorted().toList();
    startUps = startUps.stream().filter(each -> each >= 0).sorted().toList();
  }

  /** All slots at one rate, start-up not counted. */
  public static Speed of(double rate) {
    return new Speed(List.of(rate), List.of());
  }

  public boolean isKnown() {
    return !rates.isEmpty();
  }

  /**
   * Multiply-adds per second that a share of the observed attempts did not reach.
   *
   * @param share 0..1
   */
  public double rate(double share) {
    return quantile(rates, share);
  }

  /** Seconds in which a share of the observed attempts had started; 0 when none was observed. */
  public double startUp(double share) {
    return startUps.isEmpty() ? 0 : quantile(startUps, share);
  }

  /** Linear interpolation between the order statistics. */
  private static double quantile(List<Double> sorted, double share) {
    double position = share * (sorted.size() - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
  }
}
