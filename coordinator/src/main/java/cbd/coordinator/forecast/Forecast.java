package cbd.coordinator.forecast;

import java.time.Duration;
import java.util.Optional;

/**
 * When everything will be done, from now.
 *
 * <p>List scheduling ends no later than (load + (slots − 1)/slots · longest trial) and no earlier
 * than max(load, longest trial), with the load spread evenly over the slots (R. L. Graham, 1969).
 * The low end takes the lower bound at the fast quartile of the observed speeds, the high end the
 * upper bound at the slow quartile.
 *
 * @param low if all goes well
 * @param expected the lower bound at the median speed
 * @param high if the rest is like the slow part of what was seen
 */
public record Forecast(Duration low, Duration expected, Duration high) {

  /**
   * Foretells.
   *
   * @param speed of each slot
   * @param slots that may work at the same time
   * @return nothing when nothing was observed yet, when nothing is left, or when no slot is there
   */
  public static Optional<Forecast> of(Load load, Speed speed, int slots) {
    if (load.isNothing() || !speed.isKnown() || slots < 1) {
      return Optional.empty();
    }
    Span fast = Span.of(load, speed.rate(0.75), speed.startUp(0.25), slots);
    Span usual = Span.of(load, speed.rate(0.5), speed.startUp(0.5), slots);
    Span slow = Span.of(load, speed.rate(0.25), speed.startUp(0.75), slots);
    return Optional.of(
        new Forecast(
            seconds(fast.atLeast()), seconds(usual.atLeast()), seconds(slow.atMost(slots))));
  }

  /** Seconds: the load on each slot, and the longest trial. */
  private record Span(double load, double longest) {
    static Span of(Load load, double rate, double startUp, int slots) {
      double longest = load.longest() / rate + (load.starts() > 0 ? startUp : 0);
      return new Span((load.work() / rate + load.starts() * startUp) / slots, longest);
    }

    double atLeast() {
      return Math.max(load, longest);
    }

    double atMost(int slots) {
      return Math.max(atLeast(), load + longest * (slots - 1) / slots);
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(Math.min(seconds, 1e12) * 1000));
  }
}
