package cbd.worker.runner;

import cbd.training.stage.StageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a worker does without before it takes no work for want of room: checkpoints of trials that
 * it does not run, where they go to the coordinator as well, then stages that nobody uses. Trials
 * that went on elsewhere leave the first behind; both have budgets, but disks may be smaller than
 * these.
 *
 * @param host whose attempts' checkpoints stay
 */
public record Expendables(RunnerHost host, StageSettings stages) implements DiskWatch.Relief {
  @Override
  public void free(Path folder, long bytes) throws IOException {
    long freed = 0;
    if (areTogether(folder, host.checkpoints().settings().folder())) {
      freed = host.checkpoints().free(bytes, host.atWork());
    }
    if (freed < bytes && areTogether(folder, stages.folder())) {
      stages.free(bytes - freed);
    }
  }

  /** Whether what is removed in the one makes room in the other. */
  private static boolean areTogether(Path folder, String other) throws IOException {
    try {
      return !other.isEmpty()
          && Files.getFileStore(folder).equals(Files.getFileStore(Path.of(other)));
    } catch (NoSuchFileException e) {
      return false; // It is not there yet.
    }
  }
}
