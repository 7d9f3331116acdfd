package cbd.training.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a folder of entries within a size: the least recently used go first, but none that anyone
 * reads or writes now. While one is written, the folder may be larger by that one.
 */
final class Budget {
  private static final Logger log = LoggerFactory.getLogger(Budget.class);
  private static final Pattern NAME = Pattern.compile("[a-z-]+-([0-9a-f]{64})\\.stage(\\.draft)?");

  /** Locked while room is made, so that two processes do not each make room for the other. */
  private static final String HOUSEKEEPING = "0".repeat(64);

  private final Path folder;
  private final long bytes;

  Budget(Path folder, long bytes) {
    this.folder = folder;
    this.bytes = bytes;
  }

  /** An entry's file name. */
  static String name(StageKind kind, String hash) {
    return kind.word() + "-" + hash + ".stage";
  }

  private record Entry(Path path, String hash, boolean draft, long size, FileTime lastUsed) {}

  long bytes() {
    return bytes;
  }

  /** Bytes of all entries; 0 when the folder cannot be read. */
  long used() {
    try {
      return bytes(entries());
    } catch (IOException e) {
      log.debug("The store's size cannot be seen. folder={}", folder, e);
      return 0;
    }
  }

  /**
   * Deletes entries until one of this size fits, and drafts that a dead process left.
   *
   * @return whether it fits now
   */
  boolean makeRoom(long wanted, EntryLocks locks) throws IOException {
    FileLock housekeeping = locks.take(HOUSEKEEPING, () -> {});
    try {
      List<Entry> entries = entries();
      for (Entry entry : entries) {
        if (entry.draft()) {
          deleteUnlessUsed(entry, locks);
        }
      }
      long used = bytes(entries);
      long tooMany = wanted <= bytes ? used + wanted - bytes : 0;
      return used + wanted - evict(entries, tooMany, locks) <= bytes;
    } finally {
      housekeeping.release();
    }
  }

  /**
   * Deletes entries until there are so many bytes fewer, or all that is left is in use.
   *
   * @return how many bytes fewer there are
   */
  long free(long wanted, EntryLocks locks) throws IOException {
    FileLock housekeeping = locks.take(HOUSEKEEPING, () -> {});
    try {
      return evict(entries(), wanted, locks);
    } finally {
      housekeeping.release();
    }
  }

  private static long evict(List<Entry> entries, long wanted, EntryLocks locks) throws IOException {
    long freed = 0;
    entries.sort(Comparator.comparing(Entry::lastUsed));
    for (Entry entry : entries) {
      if (freed < wanted && !entry.draft() && deleteUnlessUsed(entry, locks)) {
        freed += entry.size();
        log.info("Stage evicted. entry={} bytes={}", entry.path().getFileName(), entry.size());
      }
    }
    return freed;
  }

  private static long bytes(List<Entry> entries) {
    return entries.stream().filter(e -> !e.draft()).mapToLong(Entry::size).sum();
  }

  private static boolean deleteUnlessUsed(Entry entry, EntryLocks locks) throws IOException {
    Optional<FileLock> lock = locks.tryTake(entry.hash());
    if (lock.isEmpty()) {
      return false;
    }
    try {
      Files.deleteIfExists(entry.path());
      return true;
    } finally {
      lock.get().release();
    }
  }

  /** Deletes a draft or an entry that is of no use; only who holds its lock may. */
  void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("A file of the store could not be deleted. file={}", file, e);
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          entry(file, name.group(1), name.group(2) != null).ifPresent(entries::add);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Empty when it has just been evicted. */
  private static Optional<Entry> entry(Path file, String hash, boolean draft) throws IOException {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Entry(file, hash, draft, facts.size(), facts.lastModifiedTime()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
