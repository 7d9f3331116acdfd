package cbd.training.stage;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/**
 * Where stages are kept, and how many.
 *
 * @param folder shared by the processes of one machine; empty: nothing is kept
 * @param budgetBytes of all entries together; an entry beyond it displaces the least recently used
 */
public record StageSettings(
    @Default("") String folder, @Between(min = 0) @Default("20000000000") long budgetBytes) {
  /** Nothing is kept. */
  public static final StageSettings OFF = new StageSettings("", 0);

  public StageSettings {
    Rules.check(StageSettings.class, folder, budgetBytes);
  }
}
