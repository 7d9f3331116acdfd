package cbd.coordinator.checkpoint;

import cbd.disk.DurableFile;
import cbd.domain.CheckpointName;
import cbd.domain.TrialId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A depot's files: for each trial a folder, in it at most one checkpoint of each making, perhaps
 * one that arrives, and a mark when the trial has ended. Blocks; not thread-safe.
 *
 * @param root with the trials' folders; need not exist
 */
record DepotFolder(Path root) {
  private static final Logger log = LoggerFactory.getLogger(DepotFolder.class);

  /** In the folder of a trial that only a person can call back. */
  private static final String ENDED = "ended";

  /**
   * A checkpoint that is whole.
   *
   * @param size bytes
   */
  record Kept(Path path, CheckpointName name, long size, FileTime written) {}

  private record Spare(Kept kept, boolean ended) {}

  /** Those of some trials that have a folder. */
  List<TrialId> present(Collection<TrialId> trials) throws IOException {
    Set<String> names =
        list(root).stream()
            .map(folder -> folder.getFileName().toString())
            .collect(Collectors.toSet());
    return trials.stream().filter(trial -> names.contains(trial.toString())).toList();
  }

  /** A trial's, the furthest first. */
  List<Kept> kept(TrialId trial) throws IOException {
    return kept(of(trial));
  }

  private static List<Kept> kept(Path folder) throws IOException {
    List<Kept> all = new ArrayList<>();
    for (Path file : list(folder)) {
      Optional<CheckpointName> name = CheckpointName.parse(file.getFileName().toString());
      if (name.isPresent()) {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        all.add(new Kept(file, name.get(), facts.size(), facts.lastModifiedTime()));
      }
    }
    all.sort(Comparator.comparingLong((Kept kept) -> kept.name().reached()).reversed());
    return all;
  }

  /** Gets ready for one that arrives, of a trial that goes on. */
  void open(TrialId trial, CheckpointName name) throws IOException {
    Files.createDirectories(of(trial));
    callBack(trial);
    Files.deleteIfExists(draft(trial, name));
  }

  /** Where it arrives, once its folder is {@link #open}. */
  Path draft(TrialId trial, CheckpointName name) {
    return DurableFile.draft(of(trial).resolve(name.toString()));
  }

  /** Keeps one that is whole in place of the trial's others of the same making. */
  void publish(TrialId trial, CheckpointName name) throws IOException {
    Path file = of(trial).resolve(name.toString());
    DurableFile.publish(draft(trial, name), file);
    for (Kept other : kept(trial)) {
      if (other.name().circumstances().equals(name.circumstances()) && !other.path().equals(file)) {
        Files.deleteIfExists(other.path());
      }
    }
    removeDrafts(of(trial), Set.of()); // Of a process that died while they came.
  }

  /**
   * Marks what there is of a trial as the first to go: only a person can call the trial back. Of
   * one that left nothing whole, nothing stays.
   */
  void end(TrialId trial) throws IOException {
    Path mark = of(trial).resolve(ENDED);
    if (kept(trial).isEmpty()) {
      remove(trial);
    } else if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
  }

  /** A trial that had ended goes on. */
  void callBack(TrialId trial) throws IOException {
    Files.deleteIfExists(of(trial).resolve(ENDED));
  }

  /** Removes what there is of a trial. */
  void remove(TrialId trial) throws IOException {
    remove(of(trial));
  }

  private static void remove(Path trial) throws IOException {
    for (Path file : list(trial)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(trial);
  }

  /**
   * Removes checkpoints until all together and one more have a size: first those of trials that
   * have ended, then the others, the oldest of each first. The one that it replaces stays, and so
   * do those that arrive; drafts that nobody writes any more go.
   *
   * @param budget bytes
   * @param wanted bytes of the one that comes
   * @param own whose it is
   * @param coming its name
   * @param arriving bytes that each of the others that arrive will have, by its draft
   */
  void makeRoom(
      long budget, long wanted, TrialId own, CheckpointName coming, Map<Path, Long> arriving)
      throws IOException {
    List<Spare> spares = new ArrayList<>();
    long used = wanted + arriving.values().stream().mapToLong(Long::longValue).sum();
    for (Path trial : list(root)) {
      removeDrafts(trial, arriving.keySet());
      boolean ended = Files.exists(trial.resolve(ENDED));
      for (Kept kept : kept(trial)) {
        used += kept.size();
        boolean replaced =
            trial.equals(of(own)) && kept.name().circumstances().equals(coming.circumstances());
        if (!replaced) {
          spares.add(new Spare(kept, ended));
        }
      }
    }
    spares.sort(
        Comparator.comparing((Spare spare) -> !spare.ended())
            .thenComparing(spare -> spare.kept().written()));
    for (Spare spare : spares) {
      if (used > budget) {
        used -= spare.kept().size();
        discard(spare.kept().path());
        log.info(
            "Checkpoint removed for want of room: file={} trialEnded={} budgetBytes={}",
            spare.kept().path(),
            spare.ended(),
            budget);
      }
    }
  }

  private static void removeDrafts(Path trial, Set<Path> butFor) throws IOException {
    for (Path file : list(trial)) {
      if (DurableFile.isDraft(file) && !butFor.contains(file)) {
        discard(file);
      }
    }
  }

  /** Removes a file, and its trial's folder unless more is left there than a mark. */
  private static void discard(Path file) throws IOException {
    Files.deleteIfExists(file);
    Path trial = Objects.requireNonNull(file.getParent(), "it is in its trial's folder");
    if (list(trial).stream().allMatch(left -> left.endsWith(ENDED))) {
      remove(trial);
    }
  }

  private Path of(TrialId trial) {
    return root.resolve(trial.toString());
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
