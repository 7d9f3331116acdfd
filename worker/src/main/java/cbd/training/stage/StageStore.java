package cbd.training.stage;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Gives a trial its stages: from disk where one like it was built before, else freshly built.
 *
 * <p>A store never fails a trial: whatever is wrong with the disk is said in the log, and the stage
 * is built as if there were no store.
 */
public interface StageStore {
  /** Keeps nothing. */
  StageStore NONE =
      new StageStore() {
        @Override
        public <T> T get(Stage<T> stage, Runnable signOfLife) {
          return stage.build();
        }
      };

  /**
   * A stage's result.
   *
   * @param signOfLife run now and then while another process builds the same stage; an exception
   *     from it ends the waiting
   */
  <T> T get(Stage<T> stage, Runnable signOfLife);

  /**
   * The store of these settings.
   *
   * @param clock for when an entry was last used
   * @param uses hears of each stage what became of it
   */
  static StageStore of(StageSettings settings, InstantSource clock, Consumer<StageUse> uses) {
    return settings.folder().isEmpty()
        ? NONE
        : new DiskStages(Path.of(settings.folder()), settings.budgetBytes(), clock, uses);
  }
}
