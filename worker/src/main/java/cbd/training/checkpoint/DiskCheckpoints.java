package cbd.training.checkpoint;

import cbd.disk.DurableFile;
import cbd.domain.CheckpointName;
import cbd.domain.Resumption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checkpoints in a folder. */
final class DiskCheckpoints implements Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(DiskCheckpoints.class);

  /** Where a disk is slow, checkpoints are made so seldom that they take at most a 20th. */
  private static final int WORK_PER_COST = 19;

  private final CheckpointSettings settings;
  private final Identity identity;
  private final Savable trial;
  private final InstantSource clock;
  private final Consumer<CheckpointEvent> listener;
  private final CheckpointFolder folder;
  private List<String> circumstances = List.of();
  private final Set<Path> unusable = new HashSet<>();
  private @Nullable Candidate found;
  private boolean searched;
  private List<Resumption> resumptions = List.of();
  private Instant last;
  private Duration cost = Duration.ZERO;
  private int epochs;
  private boolean failing;
  private boolean crowded;

  private record Candidate(CheckpointFile file, CheckpointCard card) {}

  DiskCheckpoints(
      CheckpointSettings settings,
      Identity identity,
      Savable trial,
      InstantSource clock,
      Consumer<CheckpointEvent> listener) {
    this.settings = settings;
    this.identity = identity;
    this.trial = trial;
    this.clock = clock;
    this.listener = listener;
    folder = new CheckpointFolder(Path.of(settings.folder()));
    last = clock.instant();
  }

  @Override
  public Optional<Place> found() {
    if (!searched) {
      searched = true;
      try {
        circumstances = identity.complete();
        folder.removeDrafts(identity.trial());
        found = search();
      } catch (IOException e) {
        log.warn(
            "Checkpoints cannot be looked for; training begins at its beginning. folder={}",
            folder.of(identity.trial()),
            e);
      }
    }
    return Optional.ofNullable(found).map(candidate -> candidate.card().place());
  }

  private @Nullable Candidate search() throws IOException {
    String own = Identity.digest(circumstances);
    for (CheckpointFolder.Entry entry : folder.entries(identity.trial())) {
      CheckpointFile file = new CheckpointFile(entry.path());
      try {
        if (unusable.contains(entry.path())) {
          continue; // It could not be removed.
        }
        if (entry.name().circumstances().equals(own)) {
          return new Candidate(file, file.verify());
        }
        log.warn(
            "A checkpoint is of another making and is not used. file={} difference={}",
            entry.path(),
            file.card().differenceFrom(circumstances));
      } catch (DamagedCheckpointException e) {
        log.warn(
            "A checkpoint is damaged; it is removed, and the one before it is looked for."
                + " file={} damage={}",
            entry.path(),
            e.getMessage());
        discard(file);
      } catch (IOException e) {
        log.warn("A checkpoint cannot be read and is passed over. file={}", entry.path(), e);
      }
    }
    return null;
  }

  private static void discard(CheckpointFile file) {
    try {
      Files.deleteIfExists(file.path());
    } catch (IOException e) {
      log.warn("A checkpoint of no use could not be removed. file={}", file.path(), e);
    }
  }

  @Override
  public void resume(Savable training) {
    Candidate from = found;
    if (from == null) {
      throw new IllegalStateException("there is no checkpoint to go on from");
    }
    found = null;
    Place place = from.card().place();
    List<Resumption> resumed = from.card().resumed();
    try {
      // The trial's own part last: it tells its listener at once, and cannot take it back.
      from.file().restore(Savable.all(training, trial));
    } catch (IOException e) {
      unusable.add(from.file().path());
      discard(from.file());
      searched = false;
      throw new UnusableCheckpointException(
          "the checkpoint " + from.file().path() + " cannot be gone on from: " + e.getMessage(), e);
    }
    resumptions = resumed;
    last = clock.instant();
    log.info(
        "Training goes on from a checkpoint. trial={} phase={} epoch={} step={} writtenOn={}"
            + " file={}",
        identity.trial(),
        place.phase(),
        place.epoch(),
        place.step(),
        from.card().host(),
        from.file().path());
    listener.accept(new CheckpointEvent.Resumed(resumed.get(resumed.size() - 1)));
  }

  @Override
  public boolean isDue(Moment moment) {
    epochs += moment == Moment.STEP ? 0 : 1;
    if (moment == Moment.PHASE) {
      return true;
    }
    Duration since = Duration.between(last, clock.instant());
    if (since.compareTo(cost.multipliedBy(WORK_PER_COST)) < 0) {
      return false;
    }
    if (moment == Moment.EPOCH) {
      return epochs >= settings.everyEpochs();
    }
    return settings.everyMinutes() > 0 && since.toNanos() >= settings.everyMinutes() * 60e9;
  }

  @Override
  public void keep(Place place, Savable training) {
    Instant start = clock.instant();
    try {
      write(place, training, start);
      failing = false;
      epochs = 0;
    } catch (IOException e) {
      if (!failing) {
        log.warn(
            "A checkpoint could not be kept; training goes on, and it is tried again. folder={}",
            folder.of(identity.trial()),
            e);
      }
      failing = true;
      listener.accept(new CheckpointEvent.Failed(place, String.valueOf(e)));
    }
    last = clock.instant();
    cost = Duration.between(start, last);
  }

  private void write(Place place, Savable training, Instant start) throws IOException {
    if (circumstances.isEmpty()) {
      circumstances = identity.complete();
    }
    String digest = Identity.digest(circumstances);
    CheckpointName name = new CheckpointName(digest, place.reached(), settings.writer());
    Path path = folder.file(identity.trial(), name);
    Files.createDirectories(path.getParent());
    CheckpointCard card =
        new CheckpointCard(place, identity.host(), identity.device(), resumptions, circumstances);
    Savable all = Savable.all(training, trial);
    long bytes = new CheckpointFile(path).write(card, all, DurableFile.draft(path));
    tidy(digest);
    double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
    log.debug("Checkpoint kept. file={} bytes={} seconds={}", path, bytes, seconds);
    listener.accept(new CheckpointEvent.Kept(place, path.toString(), bytes, seconds));
  }

  /** What is too much goes; that it does not is no reason to say that nothing was kept. */
  private void tidy(String digest) {
    try {
      folder.thin(identity.trial(), digest);
      if (!folder.makeRoom(settings.budgetBytes(), identity.trial(), clock.instant()) && !crowded) {
        crowded = true;
        log.warn(
            "Checkpoints need more room than they are given. budgetBytes={} folder={}",
            settings.budgetBytes(),
            settings.folder());
      }
    } catch (IOException e) {
      log.warn("Old checkpoints could not be removed. folder={}", settings.folder(), e);
    }
  }

  @Override
  public List<Resumption> resumptions() {
    return resumptions;
  }
}
