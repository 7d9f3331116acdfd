package cbd.coordinator.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What clients were answered, and when. Thread-safe. */
final class Samples {
  /** No answer: the connection broke, or nothing came for a minute. */
  static final int BROKEN = 0;

  static final int TOO_MANY = 429;

  /**
   * One question.
   *
   * @param at when its answer was read, in nanoseconds
   * @param nanos from the question to that
   * @param status of the answer, or {@link #BROKEN}
   * @param bytes of its body
   */
  record Sample(String route, long at, long nanos, int status, long bytes) {
    boolean isGood() {
      return status / 100 == 2;
    }
  }

  private final List<Sample> all = new ArrayList<>();

  synchronized void add(Sample sample) {
    all.add(sample);
  }

  /** Those answered from one moment until before another. */
  synchronized List<Sample> between(long from, long until) {
    return all.stream().filter(sample -> sample.at() >= from && sample.at() < until).toList();
  }

  /** What each route took, the most asked first. */
  static List<LoadFigures.Route> routes(List<Sample> samples) {
    Map<String, List<Sample>> byRoute = new TreeMap<>();
    samples.forEach(
        sample -> byRoute.computeIfAbsent(sample.route(), key -> new ArrayList<>()).add(sample));
    return byRoute.entrySet().stream()
        .map(entry -> route(entry.getKey(), entry.getValue()))
        .sorted((one, other) -> Integer.compare(other.n(), one.n()))
        .toList();
  }

  private static LoadFigures.Route route(String name, List<Sample> samples) {
    long[] nanos = samples.stream().filter(Sample::isGood).mapToLong(Sample::nanos).toArray();
    long bytes = samples.stream().filter(Sample::isGood).mapToLong(Sample::bytes).sum();
    return new LoadFigures.Route(
        name,
        samples.size(),
        samples.size() - nanos.length,
        quantile(nanos, 0.5),
        quantile(nanos, 0.95),
        quantile(nanos, 0.99),
        quantile(nanos, 1),
        nanos.length == 0 ? 0 : bytes / nanos.length);
  }

  /**
   * The time that a share of these did not exceed, in milliseconds.
   *
   * @param share 0..1
   * @return NaN when there is none
   */
  static double quantile(long[] nanos, double share) {
    if (nanos.length == 0) {
      return Double.NaN;
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int rank = Math.max(1, (int) Math.ceil(share * sorted.length));
    return sorted[rank - 1] / 1e6;
  }
}
