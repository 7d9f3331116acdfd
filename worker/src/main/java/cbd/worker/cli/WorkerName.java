package cbd.worker.cli;

import cbd.domain.WorkerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A worker's name and its folder in the state directory, ours as long as this is open: a lock in
 * the folder keeps other workers of this machine out, and goes with the process, however it ends.
 *
 * @param id stable over restarts
 * @param folder the worker's own
 * @param lock held
 */
record WorkerName(WorkerId id, Path folder, FileLock lock) implements AutoCloseable {
  private static final int MOST_ON_ONE_HOST = 1000;

  /**
   * Takes a name that someone chose.
   *
   * @throws IllegalArgumentException when it is no name, or a running worker has it
   */
  static WorkerName of(String name, Path state) throws IOException {
    WorkerId id = new WorkerId(name);
    return take(id, state)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a worker named '"
                        + name
                        + "' runs already, with its state in "
                        + state.resolve(name)
                        + "; choose another --name or another --dir"));
  }

  /** Takes the first of {@code HOST-1}, {@code HOST-2} … that no running worker has. */
  static WorkerName first(String host, Path state) throws IOException {
    String stem = host.replaceAll("[^A-Za-z0-9._-]", "-");
    stem = stem.substring(0, Math.min(stem.length(), 58));
    for (int i = 1; i <= MOST_ON_ONE_HOST; i++) {
      Optional<WorkerName> name = take(new WorkerId(stem + "-" + i), state);
      if (name.isPresent()) {
        return name.get();
      }
    }
    throw new IOException("a thousand workers have their state in " + state);
  }

  private static Optional<WorkerName> take(WorkerId id, Path state) throws IOException {
    Path folder = Files.createDirectories(state.resolve(id.value()));
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new WorkerName(id, folder, lock));
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
