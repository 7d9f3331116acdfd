package cbd.training.stage;

import cbd.text.Between;
import cbd.text.Rules;

/**
 * What became of one stage of a trial.
 *
 * @param kind which one
 * @param reused whether it was read from the store; else it was built
 * @param storeBytes of all entries of the store after that
 */
public record StageUse(StageKind kind, boolean reused, @Between(min = 0) long storeBytes) {
  public StageUse {
    Rules.check(StageUse.class, kind, reused, storeBytes);
  }
}
