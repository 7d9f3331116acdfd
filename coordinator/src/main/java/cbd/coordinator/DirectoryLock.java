package cbd.coordinator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second coordinator off the same directory. The store's terms would keep the data right
 * anyway, but the second one would silently put the first one out of office. The operating system
 * frees the lock with the process, however that ends.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the directory if need be, and takes it.
   *
   * @throws StartException when it cannot be written or belongs to another process
   */
  static DirectoryLock take(Path directory) {
    FileChannel channel = null;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve("coordinator.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StartException(
            "another coordinator runs with --dir "
                + directory
                + ". Stop it first, or give this one a --dir of its own.");
      }
      return new DirectoryLock(channel);
    } catch (IOException e) {
      close(channel);
      throw new StartException(
          "--dir "
              + directory
              + " cannot be written ("
              + e
              + "). Make it writable or name another.",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new StartException("a lock file could not be closed", e);
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
