package cbd.coordinator.cli.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a simulated worker says it has done since it began; its last line says all.
 *
 * @param seconds since it began
 * @param finished trials whose results were acknowledged
 * @param epochs measurements that were acknowledged
 * @param resent reports that were sent again for want of an answer
 * @param span seconds from the first order to start to the last acknowledged result
 * @param dispatch histogram of the times from a slot's result to its next order to start
 * @param acknowledged histogram of the times from a measurement to its acknowledgement
 */
record Tally(
    double seconds,
    long finished,
    long epochs,
    long resent,
    double span,
    List<Step> dispatch,
    List<Step> acknowledged) {

  /**
   * One step of a histogram.
   *
   * @param micros no time counted here was longer
   */
  record Step(long micros, long count) {}

  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, List.of(), List.of());

  /** What was done since an earlier line of the same worker. */
  Tally since(Tally earlier) {
    return new Tally(
        seconds - earlier.seconds,
        finished - earlier.finished,
        epochs - earlier.epochs,
        resent - earlier.resent,
        span,
        sum(dispatch, earlier.dispatch, -1),
        sum(acknowledged, earlier.acknowledged, -1));
  }

  /** Together with what another worker did in the same time. */
  Tally and(Tally other) {
    return new Tally(
        Math.max(seconds, other.seconds),
        finished + other.finished,
        epochs + other.epochs,
        resent + other.resent,
        Math.max(span, other.span),
        sum(dispatch, other.dispatch, 1),
        sum(acknowledged, other.acknowledged, 1));
  }

  private static List<Step> sum(List<Step> some, List<Step> others, int sign) {
    Map<Long, Long> counts = new TreeMap<>();
    some.forEach(step -> counts.merge(step.micros(), step.count(), Long::sum));
    others.forEach(step -> counts.merge(step.micros(), sign * step.count(), Long::sum));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> new Step(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * The time that a share of the counted ones did not exceed, in milliseconds, rounded up to its
   * step.
   *
   * @param share 0..1
   * @return NaN when none was counted
   */
  static double quantile(List<Step> histogram, double share) {
    long all = histogram.stream().mapToLong(Step::count).sum();
    long rank = Math.max(1, (long) Math.ceil(share * all));
    long seen = 0;
    for (Step step : histogram) {
      seen += step.count();
      if (seen >= rank) {
        return step.micros() / 1e3;
      }
    }
    return Double.NaN;
  }
}
