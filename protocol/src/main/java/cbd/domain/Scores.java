package cbd.domain;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.InvalidValueException;
import cbd.text.Rules;

/**
 * A network's performance on the test set; fractions 0..1.
 *
 * @param cleanAccuracy CA: share of clean test images of all classes that are classified correctly
 * @param attackSuccessRate ASR: share of triggered test images of non-target classes that get the
 *     label the attacker wants
 * @param robustAccuracy RA: share of the same triggered images that get their true label
 * @param cleanAccuracyNonTarget CA over the classes that count for ASR, as ABL and NAD measure it:
 *     without the target class, or over all where every class is a target; NaN where it was not
 *     measured
 */
public record Scores(
    @Between(min = 0, max = 1) double cleanAccuracy,
    @Between(min = 0, max = 1) double attackSuccessRate,
    @Between(min = 0, max = 1) double robustAccuracy,
    @Default("null") double cleanAccuracyNonTarget) {
  public Scores {
    Rules.check(
        Scores.class, cleanAccuracy, attackSuccessRate, robustAccuracy, cleanAccuracyNonTarget);
    if (cleanAccuracyNonTarget < 0 || cleanAccuracyNonTarget > 1) {
      throw new InvalidValueException(
          "cleanAccuracyNonTarget",
          "must be between 0.0 and 1.0, or NaN where it was not measured, but was "
              + cleanAccuracyNonTarget);
    }
  }
}
