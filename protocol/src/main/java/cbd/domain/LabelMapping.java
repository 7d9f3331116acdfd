package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/** Which label an attacker wants for a triggered image. */
@About("Which label the attacker wants for a triggered image.")
public sealed interface LabelMapping {

  /**
   * The label a triggered image gets.
   *
   * @param label true class, 0 … classes − 1
   * @param classes number of classes
   */
  int wanted(int label, int classes);

  /** Whether images of this class count for the attack success rate. */
  boolean countsForSuccess(int label);

  /** Every triggered image becomes the target class. */
  @About("Every triggered image becomes the target class.")
  record AllToOne(
      @About("Target class, from 0.") @Between(min = 0, max = 999) @Default("0") int target)
      implements LabelMapping {
    public AllToOne {
      Rules.check(AllToOne.class, target);
    }

    @Override
    public int wanted(int label, int classes) {
      return target;
    }

    @Override
    public boolean countsForSuccess(int label) {
      return label != target;
    }
  }

  /** A triggered image of class y becomes class (y + 1) mod K. */
  @About("A triggered image of class y becomes class (y + 1) mod K.")
  record AllToAll() implements LabelMapping {
    @Override
    public int wanted(int label, int classes) {
      return (label + 1) % classes;
    }

    @Override
    public boolean countsForSuccess(int label) {
      return true;
    }
  }
}
