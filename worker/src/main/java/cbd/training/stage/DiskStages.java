package cbd.training.stage;

import cbd.domain.Digest;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages in the files of a folder that the processes of a machine share.
 *
 * <p>An entry's name is the hash of its key, which is all that the stage depends on, the code
 * included; so an entry never changes. Whoever needs one holds its lock while it reads, builds or
 * writes it: of two processes that need the same, the second waits and then reads.
 */
final class DiskStages implements StageStore {
  private static final Logger log = LoggerFactory.getLogger(DiskStages.class);

  private final Path folder;
  private final InstantSource clock;
  private final Consumer<StageUse> uses;
  private final Budget budget;

  DiskStages(Path folder, long budgetBytes, InstantSource clock, Consumer<StageUse> uses) {
    this.folder = folder;
    this.clock = clock;
    this.uses = uses;
    budget = new Budget(folder, budgetBytes);
  }

  @Override
  public <T> T get(Stage<T> stage, Runnable signOfLife) {
    String key;
    EntryFile entry;
    EntryLocks locks;
    FileLock lock;
    try {
      key =
          String.join(" ", "cbd-stage/1", stage.kind().word(), stage.inputs(), RunningCode.hash());
      String hash = Digest.hex(key);
      entry = new EntryFile(folder.resolve(Budget.name(stage.kind(), hash)));
      locks = EntryLocks.of(Files.createDirectories(folder));
      lock = locks.take(hash, signOfLife);
    } catch (IOException e) {
      log.warn(
          "Stages cannot be kept, so this one is built for this trial alone. stage={} folder={}",
          stage.kind().word(),
          folder,
          e);
      T built = stage.build();
      uses.accept(new StageUse(stage.kind(), false, budget.used()));
      return built;
    }
    try {
      T kept = reuse(stage, entry, key);
      T result = kept == null ? build(stage, entry, key, locks) : kept;
      uses.accept(new StageUse(stage.kind(), kept != null, budget.used()));
      return result;
    } finally {
      release(lock);
    }
  }

  /** Null when it has to be built. */
  private <T> @Nullable T reuse(Stage<T> stage, EntryFile entry, String key) {
    try {
      T kept = entry.read(stage, key);
      touch(entry);
      log.info("Stage reused. stage={} entry={}", stage.kind().word(), entry.path().getFileName());
      return kept;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      log.warn("A stage is damaged and is built again. entry={}", entry.path(), e);
      budget.discard(entry.path()); // Or it would take the room of the one that replaces it.
      return null;
    }
  }

  private <T> T build(Stage<T> stage, EntryFile entry, String key, EntryLocks locks) {
    T built = stage.build();
    try {
      keep(stage, built, entry, key, locks);
    } catch (IOException | RuntimeException e) {
      log.warn(
          "A stage could not be kept; training goes on with it. stage={} folder={}",
          stage.kind().word(),
          folder,
          e);
      budget.discard(entry.draft());
    }
    return built;
  }

  private <T> void keep(Stage<T> stage, T built, EntryFile entry, String key, EntryLocks locks)
      throws IOException {
    entry.writeDraft(stage, built, key);
    long bytes = Files.size(entry.draft());
    if (!budget.makeRoom(bytes, locks)) {
      log.warn(
          "A stage does not fit into the store beside those in use. stage={} bytes={}"
              + " budgetBytes={}",
          stage.kind().word(),
          bytes,
          budget.bytes());
      budget.discard(entry.draft());
      return;
    }
    entry.publish();
    touch(entry);
    log.info(
        "Stage built and kept. stage={} bytes={} entry={}",
        stage.kind().word(),
        bytes,
        entry.path().getFileName());
  }

  /** An entry's time is when it was last used. */
  private void touch(EntryFile entry) {
    try {
      Files.setLastModifiedTime(entry.path(), FileTime.from(clock.instant()));
    } catch (IOException e) {
      log.debug("An entry's last use could not be noted. entry={}", entry.path(), e);
    }
  }

  private static void release(FileLock lock) {
    try {
      lock.release();
    } catch (IOException e) {
      log.warn("An entry's lock could not be released; the end of this process will.", e);
    }
  }
}
