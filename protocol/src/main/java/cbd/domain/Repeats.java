package cbd.domain;

import cbd.text.Between;
import cbd.text.InvalidValueException;
import cbd.text.Rules;

/** Whether the cells of a sweep get further repeats by themselves. */
public sealed interface Repeats {

  /** No: the sweep has the trials that it was accepted with. */
  record AsWritten() implements Repeats {}

  /**
   * A cell gets one more repeat whenever all that it has are over and its mean scores are still
   * uncertain.
   *
   * @param min repeats that every cell begins with, 0 to min − 1
   * @param max repeats that no cell goes beyond
   * @param ci95 what the half-widths of the 95 % confidence intervals of clean accuracy and of
   *     attack success rate have to come below, a fraction 0..1
   */
  record Until(
      @Between(min = 2, max = 1000) int min,
      @Between(min = 2, max = 1000) int max,
      @Between(min = 1e-6, max = 1) double ci95)
      implements Repeats {
    public Until {
      Rules.check(Until.class, min, max, ci95);
      if (min > max) {
        throw new InvalidValueException(
            "min", "must be at most max, which is " + max + ", but was " + min);
      }
    }
  }
}
