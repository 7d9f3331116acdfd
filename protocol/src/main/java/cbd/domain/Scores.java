package cbd.domain;

import cbd.text.Between;
import cbd.text.Rules;

/**
 * A network's performance on the test set; fractions 0..1.
 *
 * @param cleanAccuracy CA: share of clean test images of all classes that are classified correctly
 * @param attackSuccessRate ASR: share of triggered test images of non-target classes that get the
 *     label the attacker wants
 * @param robustAccuracy RA: share of the same triggered images that get their true label
 */
public record Scores(
    @Between(min = 0, max = 1) double cleanAccuracy,
    @Between(min = 0, max = 1) double attackSuccessRate,
    @Between(min = 0, max = 1) double robustAccuracy) {
  public Scores {
    Rules.check(Scores.class, cleanAccuracy, attackSuccessRate, robustAccuracy);
  }
}
