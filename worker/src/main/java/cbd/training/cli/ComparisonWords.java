package cbd.training.cli;

import cbd.training.replay.Comparison;
import cbd.training.replay.StoredTrial;
import java.util.Locale;

/** A comparison for a person. */
final class ComparisonWords {
  private ComparisonWords() {}

  /** Ends with a line break. */
  static String of(StoredTrial stored, Comparison comparison, double tolerance) {
    StringBuilder words = new StringBuilder("trial " + stored.id().brief() + '\n');
    if (comparison.verdict() == Comparison.Verdict.NOT_THE_SAME_DATA) {
      words.append(verdict(comparison, tolerance)).append('\n');
    }
    for (Comparison.Score score : comparison.scores()) {
      words.append(
          String.format(
              Locale.ROOT,
              "  %-13s  stored %s  again %s  %s%n",
              score.name(),
              percent(score.stored()),
              percent(score.again()),
              score.isEqual() ? "equal" : "differs"));
    }
    for (Comparison.Difference each : comparison.differences()) {
      words.append(
          String.format(
              "  other %s: stored %s, again %s%n", each.what(), each.stored(), each.again()));
    }
    if (comparison.verdict() != Comparison.Verdict.NOT_THE_SAME_DATA) {
      words.append(verdict(comparison, tolerance)).append('\n');
    }
    return words.toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%9.5f %%", 100 * share);
  }

  private static String verdict(Comparison comparison, double tolerance) {
    return switch (comparison.verdict()) {
      case EQUAL -> "Confirmed: equal to the last digit.";
      case WITHIN_TOLERANCE ->
          "Confirmed within "
              + tolerance
              + ": device, driver, threads or engine are others or not known, so equality to the last digit is not"
              + " expected.";
      case DIFFERENT ->
          comparison.mustBeEqual()
              ? "Not confirmed: device, threads and engine are the same, so the scores had to be"
                  + " equal to the last digit, and are not."
              : "Not confirmed: a score is more than " + tolerance + " off.";
      case NOT_THE_SAME_DATA ->
          "Not confirmed: this machine's images, or the poisoned ones among them, are not those of"
              + " the stored result, so the scores cannot be compared.";
    };
  }
}
