package cbd.coordinator.cli.export;

import cbd.coordinator.leaderboard.Statistic;
import java.util.Locale;

/** Fractions 0..1 as a figure writes them. */
final class Percent {
  private Percent() {}

  /** With two decimals, without the sign. */
  static String of(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }

  /** A share 0..1 as CSS reads it. */
  static String share(double fraction) {
    return String.format(Locale.ROOT, "%.3f", fraction);
  }

  /** {@code 91.20 ± 0.31}; a dash without a result. */
  static String of(Statistic score) {
    return score.mean() == null
        ? "–"
        : of(score.mean()) + (score.ci95() == null ? "" : " ± " + of(score.ci95()));
  }
}
