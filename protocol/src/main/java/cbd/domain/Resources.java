package cbd.domain;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/**
 * What a trial takes of a worker while it runs. Says how a trial is run and nothing of what it is:
 * no part of its identity, and without influence on its numbers.
 *
 * @param slots of one device of one worker, granted and given back together; the trial runs in the
 *     first of them, and the others stay empty
 * @param memory that these have to have together at least, in bytes; 0: no matter how much
 */
public record Resources(
    @Between(min = 1, max = Resources.MOST_SLOTS) @Default("1") int slots,
    @Between(min = 0) @Default("0") long memory) {
  /** As many as a worker may have. */
  public static final int MOST_SLOTS = 256;

  /** One slot, whichever. */
  public static final Resources ANY = new Resources(1, 0);

  public Resources {
    Rules.check(Resources.class, slots, memory);
  }

  /** Whether nothing is asked for that any slot would not have. */
  public boolean isModest() {
    return equals(ANY);
  }
}
