package cbd.training.cli;

import cbd.domain.Scores;
import java.util.Locale;

/** Scores for a person, a line each, in percent. */
final class ScoreLines {
  private ScoreLines() {}

  /** Ends with a line break. */
  static String of(Scores scores) {
    double nonTarget = scores.cleanAccuracyNonTarget();
    return String.format(
        Locale.ROOT,
        """
          clean accuracy       CA  %6.2f %%, without the target class %s
          attack success rate  ASR %6.2f %%
          robust accuracy      RA  %6.2f %%
        """,
        100 * scores.cleanAccuracy(),
        Double.isNaN(nonTarget)
            ? "unknown"
            : String.format(Locale.ROOT, "%.2f %%", 100 * nonTarget),
        100 * scores.attackSuccessRate(),
        100 * scores.robustAccuracy());
  }
}
