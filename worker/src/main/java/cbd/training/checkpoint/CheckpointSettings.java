package cbd.training.checkpoint;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/**
 * Where checkpoints are kept, and how often one is made.
 *
 * @param folder of all trials; may be shared by machines; empty: no checkpoints
 * @param everyEpochs one at the end of each n-th epoch
 * @param everyMinutes one within an epoch when the last is that old; 0: none within an epoch
 * @param budgetBytes of all trials' checkpoints together; the oldest beyond it go
 * @param writer who writes, such as {@code lease-41}, in the files' names: two that go on with the
 *     same trial never write the same file
 */
public record CheckpointSettings(
    @Default("") String folder,
    @Between(min = 1) @Default("1") int everyEpochs,
    @Between(min = 0) @Default("5") double everyMinutes,
    @Between(min = 0) @Default("50000000000") long budgetBytes,
    @Default("") String writer) {
  /** No checkpoints. */
  public static final CheckpointSettings OFF = new CheckpointSettings("", 1, 0, 0, "");

  public CheckpointSettings {
    Rules.check(CheckpointSettings.class, folder, everyEpochs, everyMinutes, budgetBytes, writer);
  }

  /** The same, under a writer's name. */
  public CheckpointSettings by(String writer) {
    return new CheckpointSettings(folder, everyEpochs, everyMinutes, budgetBytes, writer);
  }
}
