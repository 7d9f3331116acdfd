package cbd.worker.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether the folders a worker writes to have room, can be written, and are
 * not too slow; while one does not, the worker takes no work. What runs goes on: its own writes say
 * when they fail.
 *
 * <p>On a thread of its own, for a disk that hangs holds up whoever asks it. Thread-safe.
 */
public final class DiskWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** A write of a few bytes that takes longer is no disk to write checkpoints to. */
  static final Duration SLOW = Duration.ofSeconds(10);

  private final List<Path> folders;
  private final String probe;
  private final long reserve;
  private final Relief relief;
  private final LongSupplier nanos;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String trouble = "";
  private volatile long began;
  private volatile Path at = Path.of("");

  /** Makes room on a disk that has too little. */
  @FunctionalInterface
  public interface Relief {
    /**
     * Removes what can be done without.
     *
     * @param folder on that disk
     * @param bytes how many are missing
     */
    void free(Path folder, long bytes) throws IOException;
  }

  /**
   * @param folders made when they are missing
   * @param name of the worker: others may share a folder, and each writes a file of its own
   * @param reserve bytes that must be free in each
   * @param relief is asked before it is said that one has too little room
   * @param nanos a clock without a date
   */
  public DiskWatch(
      List<Path> folders, String name, long reserve, Relief relief, LongSupplier nanos) {
    this.folders = List.copyOf(folders);
    probe = ".cbd-probe-" + name;
    this.reserve = reserve;
    this.relief = relief;
    this.nanos = nanos;
  }

  /** Looks once, then goes on looking until it is closed. */
  public DiskWatch start() {
    look();
    Thread thread = new Thread(this::lookOn, "cbd-disk-watch");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void lookOn() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why no work can be taken, in words; empty: it can. */
  public String trouble() {
    long since = began;
    return since != 0 && nanos.getAsLong() - since > SLOW.toNanos()
        ? "its disk is slow: a small write to "
            + at
            + " has taken more than "
            + SLOW.toSeconds()
            + " s"
        : trouble;
  }

  void look() {
    String found = "";
    for (Path folder : folders) {
      at = folder;
      began = Math.max(1, nanos.getAsLong());
      String wrong = check(folder);
      found = found.isEmpty() ? wrong : found;
    }
    began = 0;
    if (!found.equals(trouble)) {
      log.warn("Disk: {}", found.isEmpty() ? "all is well again" : found);
    }
    trouble = found;
  }

  private String check(Path folder) {
    try {
      Files.createDirectories(folder);
      FileStore store = Files.getFileStore(folder);
      long free = store.getUsableSpace();
      if (free < reserve) {
        relief.free(folder, reserve - free);
        free = store.getUsableSpace();
      }
      if (free < reserve) {
        return "its disk is full: %,d MB are free in %s, and %,d MB are wanted"
            .formatted(free / 1_000_000, folder, reserve / 1_000_000);
      }
      probe(folder.resolve(probe));
      return "";
    } catch (IOException e) {
      return "its disk cannot be written: " + e;
    }
  }

  private static void probe(Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      out.write(ByteBuffer.wrap(new byte[512]));
      out.force(true);
    }
    Files.deleteIfExists(file);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
