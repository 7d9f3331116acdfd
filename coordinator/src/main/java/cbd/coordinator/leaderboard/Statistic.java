package cbd.coordinator.leaderboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A score over a cell's seeds; fractions 0..1.
 *
 * @param n how many seeds have a result
 * @param mean null when n is 0
 * @param sd sample standard deviation (divisor n − 1); null when n is below 2
 * @param ci95 half-width of the mean's 95 % confidence interval by Student's t; null when n is
 *     below 2
 */
public record Statistic(int n, @Nullable Double mean, @Nullable Double sd, @Nullable Double ci95) {

  /**
   * Of a score's values, one for each seed.
   *
   * @param values finite
   */
  public static Statistic of(List<Double> values) {
    int n = values.size();
    if (n == 0) {
      return new Statistic(0, null, null, null);
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
    if (n == 1) {
      return new Statistic(1, mean, null, null);
    }
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double sd = Math.sqrt(squares / (n - 1));
    return new Statistic(n, mean, sd, StudentT.quantile975(n - 1) * sd / Math.sqrt(n));
  }
}
