package cbd.coordinator.model;

import cbd.disk.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of networks, within a budget: beyond it go those that nobody has asked for longest. A
 * file has its name only once it is whole, on the disk, and has the digest in its name. Blocks;
 * thread-safe.
 */
public final class ModelDepot {
  private static final Logger log = LoggerFactory.getLogger(ModelDepot.class);

  private final Path folder;
  private final long budgetBytes;
  private final InstantSource clock;

  /** What each draft will have, by where it is. */
  private final Map<Path, Long> arriving = new HashMap<>();

  /**
   * @param folder need not exist
   * @param budgetBytes of all files together; 0: none is taken
   */
  public ModelDepot(Path folder, long budgetBytes, InstantSource clock) {
    this.folder = folder;
    this.budgetBytes = budgetBytes;
    this.clock = clock;
  }

  /** What did not arrive as it was announced. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  private record Kept(Path path, long size, FileTime asked) {}

  long budgetBytes() {
    return budgetBytes;
  }

  /** Where a network lies that is here; it may go as soon as room is needed. */
  Optional<Path> find(ModelName name) {
    Path file = folder.resolve(name.toString());
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      return Optional.of(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Files.isReadable(file) ? Optional.of(file) : Optional.empty();
    }
  }

  /**
   * Begins to take a file.
   *
   * @param size bytes; at most the budget
   * @throws IOException when there is no room for it, or the disk fails
   */
  synchronized Arrival begin(ModelName name, long size) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name.toString());
    Path draft = DurableFile.draft(file);
    makeRoom(size);
    FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    arriving.put(draft, size);
    return new Arrival(name, file, draft, size, channel);
  }

  /** Takes away what a process that died left, and what is beyond the budget, which may be new. */
  synchronized void tidy() throws IOException {
    if (Files.isDirectory(folder)) {
      makeRoom(0);
    }
  }

  private void makeRoom(long wanted) throws IOException {
    List<Kept> kept = new ArrayList<>();
    long used = wanted + arriving.values().stream().mapToLong(Long::longValue).sum();
    for (Path file : files()) {
      if (DurableFile.isDraft(file)) {
        if (!arriving.containsKey(file)) {
          Files.deleteIfExists(file); // Of a process that died while it came.
        }
      } else if (file.toString().endsWith(ModelName.SUFFIX)) {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        kept.add(new Kept(file, facts.size(), facts.lastModifiedTime()));
        used += facts.size();
      }
    }
    if (used - kept.stream().mapToLong(Kept::size).sum() > budgetBytes) {
      throw new IOException(
          wanted
              + " bytes do not fit beside what arrives just now into the "
              + budgetBytes
              + " bytes there are for models");
    }
    kept.sort(Comparator.comparing(Kept::asked));
    for (Kept oldest : kept) {
      if (used <= budgetBytes) {
        break;
      }
      Files.deleteIfExists(oldest.path());
      used -= oldest.size();
      log.info(
          "Model removed for want of room: file={} bytes={} budgetBytes={}",
          oldest.path(),
          oldest.size(),
          budgetBytes);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private synchronized void over(Path draft) {
    arriving.remove(draft);
  }

  /** A file that arrives, from its first byte to its last. Not thread-safe. */
  final class Arrival implements AutoCloseable {
    private final ModelName name;
    private final Path file;
    private final Path draft;
    private final long size;
    private final FileChannel channel;
    private final MessageDigest digest;
    private long next;

    private Arrival(ModelName name, Path file, Path draft, long size, FileChannel channel) {
      this.name = name;
      this.file = file;
      this.draft = draft;
      this.size = size;
      this.channel = channel;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    /** The offset of what comes next; the size when all is there. */
    long next() {
      return next;
    }

    long size() {
      return size;
    }

    /**
     * Takes what comes next.
     *
     * @throws IOException when the disk is full or fails, or it is more than was announced
     */
    void append(byte[] bytes) throws IOException {
      if (bytes.length > size - next) {
        throw new DamagedException("it is longer than it was said to be");
      }
      digest.update(bytes);
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        next += channel.write(rest, next);
      }
    }

    /**
     * Gives the file its name, in which it outlives the machine.
     *
     * @throws DamagedException when it is not the one that was announced
     */
    Path publish() throws IOException {
      String found = HexFormat.of().formatHex(digest.digest());
      if (next != size || !found.equals(name.sha256())) {
        throw new DamagedException(
            "its SHA-256 is " + found + ", but the trial's result says " + name.sha256());
      }
      channel.close();
      DurableFile.publish(draft, file);
      return file;
    }

    /** Forgets it, unless it was published. */
    @Override
    public void close() {
      try {
        channel.close();
        Files.deleteIfExists(draft);
      } catch (IOException e) {
        log.debug("A piece of a model stays. file={}", draft, e);
      }
      over(draft);
    }
  }
}
