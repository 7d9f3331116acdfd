package cbd.coordinator.cli.bench;

import java.util.List;
import java.util.Locale;

/**
 * A figure measured several times.
 *
 * @param n how often
 */
public record Spread(double median, double low, double high, int n) {

  /**
   * Of the measurements.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Spread of(List<Double> measured) {
    if (measured.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    List<Double> sorted = measured.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
  }

  /**
   * {@code 1,234 (1,180 to 1,260, n = 5)}.
   *
   * @param digits after the decimal point
   */
  public String words(int digits) {
    String middle = number(median, digits);
    return n == 1
        ? middle
        : middle + " (" + number(low, digits) + " to " + number(high, digits) + ", n = " + n + ")";
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
