package cbd.training.stage;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /**
   * Deletes stages that nobody uses now, the least recently used first, until there are so many
   * bytes fewer.
   *
   * @return how many bytes fewer there are
   */
  public long free(long bytes) throws IOException {
    Path at = Path.of(folder);
    return folder.isEmpty() || !Files.isDirectory(at)
        ? 0
        : new Budget(at, budgetBytes).free(bytes, EntryLocks.of(at));
  }
}
