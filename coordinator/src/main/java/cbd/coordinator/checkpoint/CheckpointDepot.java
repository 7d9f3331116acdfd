package cbd.coordinator.checkpoint;

import cbd.disk.SealedFile;
import cbd.domain.CheckpointName;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints of trials without a result: of each trial the furthest of each making, as one that
 * was made under other circumstances does not serve in its place. Files arrive and leave in pieces;
 * one has its name only once it is whole, which its own last bytes say.
 *
 * <p>Never fails anybody: a disk that is full or gone costs the checkpoints, and is said in the log
 * and to whoever sends them. Blocks; not thread-safe.
 */
public final class CheckpointDepot {
  private static final Logger log = LoggerFactory.getLogger(CheckpointDepot.class);

  /** Instead of an offset: the piece is wanted, but there is no room, or the disk fails. */
  public static final long CANNOT_BE_KEPT = -2;

  private final DepotFolder folder;
  private final long budgetBytes;
  private final Map<TrialId, Draft> drafts = new HashMap<>();
  private boolean failing;

  /**
   * @param budgetBytes of all trials together; beyond it those of trials that have ended go, then
   *     the oldest; 0: nothing is taken
   */
  public CheckpointDepot(Path folder, long budgetBytes) {
    this.folder = new DepotFolder(folder);
    this.budgetBytes = budgetBytes;
  }

  /** A file that arrives: all before {@code next} is there. */
  private record Draft(LeaseId lease, CheckpointName name, long size, long next) {
    boolean is(LeaseId other, CheckpointName same, long bytes) {
      return lease.equals(other) && name.equals(same) && size == bytes;
    }
  }

  /**
   * A piece of a file that is here.
   *
   * @param size of the whole file
   * @param bytes to be read
   */
  public record Piece(CheckpointName name, long size, long offset, ByteBuffer bytes) {}

  /**
   * Takes a piece.
   *
   * @param lease current lease of the trial; a new one begins anew
   * @return the offset wanted next, the size when all is kept, or {@link #CANNOT_BE_KEPT}; empty:
   *     it is not wanted, as when one is here that is as far
   */
  public Optional<Long> take(
      TrialId trial, LeaseId lease, CheckpointName name, long size, long offset, ByteBuffer bytes) {
    if (budgetBytes == 0
        || size < SealedFile.SEAL_BYTES
        || offset < 0
        || offset > size - bytes.remaining()) {
      return Optional.empty();
    }
    try {
      if (size > budgetBytes) {
        throw new IOException(
            "one of %,d bytes is larger than all of them may be together: %,d"
                .formatted(size, budgetBytes));
      }
      Draft draft = drafts.get(trial);
      if (draft == null || !draft.is(lease, name, size)) {
        List<CheckpointName> known = names(trial);
        if (known.contains(name)) {
          return Optional.of(size);
        }
        if (!name.isOfUseBeside(known)) {
          return Optional.empty();
        }
        draft = begin(trial, lease, name, size);
      }
      return Optional.of(offset == draft.next() ? append(trial, draft, bytes) : draft.next());
    } catch (IOException e) {
      fail(trial, e);
      return Optional.of(CANNOT_BE_KEPT);
    }
  }

  private Draft begin(TrialId trial, LeaseId lease, CheckpointName name, long size)
      throws IOException {
    drop(trial);
    folder.makeRoom(budgetBytes, size, trial, name, arriving());
    folder.open(trial, name);
    Draft draft = new Draft(lease, name, size, 0);
    drafts.put(trial, draft);
    return draft;
  }

  /** What each draft will have, by where it is. */
  private Map<Path, Long> arriving() {
    Map<Path, Long> sizes = new HashMap<>();
    drafts.forEach((trial, draft) -> sizes.put(folder.draft(trial, draft.name()), draft.size()));
    return sizes;
  }

  private long append(TrialId trial, Draft draft, ByteBuffer bytes) throws IOException {
    Path path = folder.draft(trial, draft.name());
    long next = draft.next() + bytes.remaining();
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = draft.next(); bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
    }
    failing = false;
    if (next < draft.size()) {
      drafts.put(trial, new Draft(draft.lease(), draft.name(), draft.size(), next));
      return next;
    }
    return publish(trial, draft, path);
  }

  private long publish(TrialId trial, Draft draft, Path path) throws IOException {
    Optional<String> damage = SealedFile.damage(path);
    if (damage.isPresent()) {
      log.warn(
          "A checkpoint arrived damaged and is wanted again. trial={} damage={}",
          trial,
          damage.get());
      drop(trial);
      return 0;
    }
    folder.publish(trial, draft.name());
    drafts.remove(trial);
    log.info("Checkpoint taken: trial={} lease={} bytes={}", trial, draft.lease(), draft.size());
    return draft.size();
  }

  /**
   * A piece of one of a trial's checkpoints, the furthest first.
   *
   * @param have what is known already; only what is of use beside it is given
   * @param wanted the one that was begun with; another one begins at 0
   * @param most bytes of a piece
   * @return empty when there is none that is of use
   */
  public Optional<Piece> give(
      TrialId trial,
      Collection<CheckpointName> have,
      CheckpointName wanted,
      long offset,
      int most) {
    try {
      List<DepotFolder.Kept> useful =
          folder.kept(trial).stream().filter(kept -> kept.name().isOfUseBeside(have)).toList();
      Optional<DepotFolder.Kept> begun =
          useful.stream().filter(kept -> kept.name().equals(wanted)).findFirst();
      if (begun.isPresent()) {
        return Optional.of(read(begun.get(), offset, most));
      }
      return useful.isEmpty() ? Optional.empty() : Optional.of(read(useful.get(0), 0, most));
    } catch (IOException e) {
      log.warn("A checkpoint cannot be read. trial={} reason={}", trial, e.toString());
      return Optional.empty();
    }
  }

  private static Piece read(DepotFolder.Kept kept, long offset, int most) throws IOException {
    try (FileChannel channel = FileChannel.open(kept.path())) {
      long size = channel.size();
      long from = offset >= 0 && offset < size ? offset : 0;
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, size - from));
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, from + bytes.position()) < 0) {
          throw new IOException("it has become shorter");
        }
      }
      return new Piece(kept.name(), size, from, bytes.flip());
    }
  }

  private List<CheckpointName> names(TrialId trial) throws IOException {
    return folder.kept(trial).stream().map(DepotFolder.Kept::name).toList();
  }

  /** Removes what there is of a trial: it has its result. */
  public void forget(TrialId trial) {
    housekeep(
        trial,
        () -> {
          drop(trial);
          folder.remove(trial);
        });
  }

  /** Keeps what there is of a trial only while there is room: just a person can call it back. */
  public void end(TrialId trial) {
    housekeep(
        trial,
        () -> {
          drop(trial);
          folder.end(trial);
        });
  }

  /** A trial that had ended was called back. */
  public void callBack(TrialId trial) {
    housekeep(trial, () -> folder.callBack(trial));
  }

  /**
   * Does for each trial what should have been done when it came to where it stands.
   *
   * @param states of trials; what there is of others stays as it is
   */
  public void putInOrder(Map<TrialId, TrialState> states) {
    try {
      for (TrialId trial : folder.present(states.keySet())) {
        TrialState state = states.get(trial);
        if (state == TrialState.SUCCEEDED) {
          forget(trial);
        } else if (state != null && state.isTerminal()) {
          end(trial);
        } else {
          callBack(trial);
        }
      }
    } catch (IOException e) {
      log.warn(
          "Checkpoints could not be put in order. folder={} reason={}",
          folder.root(),
          e.toString());
    }
  }

  @FunctionalInterface
  private interface Chore {
    void run() throws IOException;
  }

  private static void housekeep(TrialId trial, Chore chore) {
    try {
      chore.run();
    } catch (IOException e) {
      log.warn(
          "Checkpoints of a trial could not be put in order. trial={} reason={}",
          trial,
          e.toString());
    }
  }

  private void fail(TrialId trial, IOException e) {
    if (!failing) {
      log.warn(
          "Checkpoints of workers cannot be taken; it is tried again. folder={} reason={}",
          folder.root(),
          e.toString());
    }
    failing = true;
    try {
      drop(trial);
    } catch (IOException again) {
      log.debug("A piece of a checkpoint stays. trial={}", trial, again);
    }
  }

  private void drop(TrialId trial) throws IOException {
    Draft draft = drafts.remove(trial);
    if (draft != null) {
      Files.deleteIfExists(folder.draft(trial, draft.name()));
    }
  }
}
