package cbd.training.checkpoint;

import cbd.disk.DurableFile;
import cbd.domain.CheckpointName;
import cbd.domain.TrialId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of all trials: a folder for each trial, in it files named by what their numbers
 * depend on, how far they are, and who wrote them.
 *
 * <p>Several may write for one trial at once, as when a worker's lease expired and it does not know
 * yet: each under its own name. All are checkpoints of one training, whose steps are the same
 * whoever takes them; the furthest one serves best, so nobody can roll back anybody.
 */
public final class CheckpointFolder {
  private static final Logger log = LoggerFactory.getLogger(CheckpointFolder.class);

  /** How many of a training's checkpoints stay: the second in case the first is damaged. */
  static final int KEPT = 2;

  /** After this time nobody writes on at a draft. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path root;

  public CheckpointFolder(Path root) {
    this.root = root;
  }

  /**
   * A checkpoint's file.
   *
   * @param size bytes
   */
  public record Entry(Path path, CheckpointName name, long size, FileTime written) {}

  /** Where a trial's checkpoints are. */
  public Path of(TrialId trial) {
    return root.resolve(trial.toString());
  }

  /** Where a checkpoint shall be. */
  Path file(TrialId trial, CheckpointName name) {
    return of(trial).resolve(name.toString());
  }

  /** One that comes from elsewhere. */
  public ArrivingCheckpoint arriving(TrialId trial, CheckpointName name) {
    return new ArrivingCheckpoint(file(trial, name));
  }

  /** A trial's checkpoints, the furthest first; none where there is no folder. */
  public List<Entry> entries(TrialId trial) throws IOException {
    return list(of(trial));
  }

  private static List<Entry> list(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        CheckpointName.parse(file.getFileName().toString())
            .flatMap(name -> entry(file, name))
            .ifPresent(entries::add);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    entries.sort(
        Comparator.comparingLong((Entry entry) -> entry.name().reached())
            .reversed()
            .thenComparing(entry -> entry.path().getFileName().toString()));
    return entries;
  }

  /** Empty when another has just removed it. */
  private static Optional<Entry> entry(Path file, CheckpointName name) {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Entry(file, name, facts.size(), facts.lastModifiedTime()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what processes left that died while they wrote. */
  void removeDrafts(TrialId trial) throws IOException {
    removeDrafts(of(trial), draft -> true);
  }

  /** Removes what these writers, which have ended, left of a trial. */
  public void removeDrafts(TrialId trial, Predicate<String> writers) throws IOException {
    removeDrafts(of(trial), draft -> isBy(writers, draft));
  }

  /** Removes what these writers, which have ended, left of any trial. */
  public void removeDrafts(Predicate<String> writers) throws IOException {
    try (Stream<Path> trials = Files.list(root)) {
      for (Path trial : (Iterable<Path>) trials::iterator) {
        removeDrafts(trial, draft -> isBy(writers, draft));
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever kept here.
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isBy(Predicate<String> writers, Path draft) {
    return CheckpointName.parse(DurableFile.place(draft).getFileName().toString())
        .filter(name -> writers.test(name.writer()))
        .isPresent();
  }

  /** Which drafts. */
  @FunctionalInterface
  private interface Those {
    boolean contain(Path draft) throws IOException;
  }

  private static void removeDrafts(Path trial, Those those) throws IOException {
    try (Stream<Path> files = Files.list(trial)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (DurableFile.isDraft(file) && those.contain(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Then there is none.
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Removes a trial's checkpoints under these circumstances, but for the furthest two. */
  void thin(TrialId trial, String circumstances) throws IOException {
    List<Entry> same =
        entries(trial).stream()
            .filter(entry -> entry.name().circumstances().equals(circumstances))
            .toList();
    for (Entry old : same.subList(Math.min(KEPT, same.size()), same.size())) {
      Files.deleteIfExists(old.path());
    }
  }

  /**
   * Removes checkpoints until all together have this size: first the oldest of those that are not
   * their trial's furthest, then the oldest of other trials. What somebody began to write a day ago
   * or earlier and never ended goes in any case.
   *
   * @param own whose furthest stays in any case
   * @param now the time of day
   * @return whether they fit now
   */
  public boolean makeRoom(long budget, TrialId own, Instant now) throws IOException {
    Stock stock = stock(Set.of(own), now);
    long tooMany = stock.bytes() - budget;
    return remove(stock, tooMany) >= tooMany;
  }

  /**
   * Removes checkpoints, in the same order, until there are so many bytes fewer, or none is left
   * but the furthest of these trials.
   *
   * @param now the time of day
   * @return how many bytes fewer there are
   */
  public long free(long bytes, Set<TrialId> atWork, Instant now) throws IOException {
    return remove(stock(atWork, now), bytes);
  }

  /**
   * What there is.
   *
   * @param bytes of all
   * @param expendable the first to go first
   */
  private record Stock(long bytes, List<Entry> expendable) {}

  private Stock stock(Set<TrialId> atWork, Instant now) throws IOException {
    Set<Path> spared = atWork.stream().map(this::of).collect(Collectors.toSet());
    List<Entry> spare = new ArrayList<>();
    List<Entry> furthest = new ArrayList<>();
    long bytes = 0;
    try (Stream<Path> trials = Files.list(root)) {
      FileTime abandoned = FileTime.from(now.minus(ABANDONED));
      for (Path trial : (Iterable<Path>) trials::iterator) {
        removeDrafts(trial, draft -> Files.getLastModifiedTime(draft).compareTo(abandoned) < 0);
        Set<String> seen = new HashSet<>();
        for (Entry entry : list(trial)) {
          bytes += entry.size();
          boolean first = seen.add(entry.name().circumstances());
          if (!first) {
            spare.add(entry);
          } else if (!spared.contains(trial)) {
            furthest.add(entry);
          }
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever kept here.
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Comparator<Entry> age = Comparator.comparing(Entry::written);
    return new Stock(
        bytes, Stream.concat(spare.stream().sorted(age), furthest.stream().sorted(age)).toList());
  }

  private static long remove(Stock stock, long wanted) throws IOException {
    long removed = 0;
    for (Entry entry : stock.expendable()) {
      if (removed >= wanted) {
        break;
      }
      Files.deleteIfExists(entry.path());
      removed += entry.size();
      log.info("Checkpoint removed for want of room. file={} bytes={}", entry.path(), entry.size());
    }
    return removed;
  }

  /** Removes all of a trial's checkpoints: it has ended. */
  public void remove(TrialId trial) throws IOException {
    Path folder = of(trial);
    removeDrafts(trial);
    for (Entry entry : entries(trial)) {
      Files.deleteIfExists(entry.path());
    }
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      log.info("A trial's folder of checkpoints holds something else and stays. folder={}", folder);
    }
  }
}
