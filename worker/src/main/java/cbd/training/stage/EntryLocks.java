package cbd.training.stage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One lock per entry of a folder, held by at most one thread of all processes of the machine; the
 * system releases those of a process that dies.
 *
 * <p>All are bytes of one file. A process opens it once and never closes it: POSIX releases all of
 * a process's locks on a file when the process closes the file anywhere. Thread-safe.
 */
final class EntryLocks {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
  private static final Map<Path, EntryLocks> OPEN = new HashMap<>();

  private final FileChannel channel;
  private final @Nullable Object file;

  private EntryLocks(Path path) throws IOException {
    channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file = identity(path);
  }

  /** The locks of a folder that exists. */
  static EntryLocks of(Path folder) throws IOException {
    Path path = folder.toRealPath().resolve("locks");
    synchronized (OPEN) {
      EntryLocks open = OPEN.get(path);
      // Someone may have emptied the folder; others then lock another file of that name.
      if (open == null || !Objects.equals(open.file, identity(path))) {
        open = new EntryLocks(path);
        OPEN.put(path, open);
      }
      return open;
    }
  }

  private static @Nullable Object identity(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Waits for a lock.
   *
   * @param entry the entry's hash, hexadecimal
   * @param signOfLife run while another holds it
   */
  FileLock take(String entry, Runnable signOfLife) throws IOException {
    Optional<FileLock> lock = tryTake(entry);
    while (lock.isEmpty()) {
      signOfLife.run();
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      lock = tryTake(entry);
    }
    return lock.get();
  }

  /** A lock, unless another holds it now. */
  Optional<FileLock> tryTake(String entry) throws IOException {
    // 60 of its bits are more than any folder needs, and leave the sum with a length positive.
    long position = Long.parseLong(entry.substring(0, 15), 16);
    try {
      return Optional.ofNullable(channel.tryLock(position, 1, false));
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // Held by another thread of this process.
    }
  }
}
