package cbd.worker.runner;

import cbd.domain.CheckpointName;
import cbd.domain.Lease;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import cbd.training.checkpoint.ArrivingCheckpoint;
import cbd.training.checkpoint.CheckpointFolder;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.trial.RunSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a worker's runners keep checkpoints, and go on from those of others.
 *
 * @param settings whose folder other workers may share
 * @param sendEvery how often the newest is sent to the coordinator, for workers that do not share
 *     the folder; zero: never
 * @param clock by which what nobody writes on is told from what somebody does
 */
public record CheckpointFiles(
    CheckpointSettings settings, Duration sendEvery, InstantSource clock) {
  private static final Logger log = LoggerFactory.getLogger(CheckpointFiles.class);

  /** None are made. */
  public static final CheckpointFiles OFF =
      new CheckpointFiles(
          CheckpointSettings.OFF, Duration.ZERO, InstantSource.fixed(Instant.EPOCH));

  /** Whether there are any. */
  public boolean areKept() {
    return !settings.folder().isEmpty();
  }

  /** Whether they are sent to the coordinator. */
  public boolean areSent() {
    return areKept() && sendEvery.compareTo(Duration.ZERO) > 0;
  }

  /** The settings of an attempt, whose files no other attempt writes. */
  RunSettings keeping(RunSettings attempt, Lease lease) {
    return attempt.checkpointing(
        settings.by("lease-" + lease.id() + "-" + lease.slot().worker().value()));
  }

  /**
   * Removes what attempts of this worker had begun to write when they were killed; none may run.
   * Blocks.
   */
  public void removeDrafts(WorkerId worker) {
    Pattern own = Pattern.compile("lease-\\d+-" + Pattern.quote(worker.value()));
    removeDrafts(folder -> folder.removeDrafts(own.asMatchPredicate()));
  }

  /** Removes what an attempt, which has ended, had begun to write when it was killed. Blocks. */
  void removeDrafts(TrialId trial, CheckpointSettings ended) {
    removeDrafts(folder -> folder.removeDrafts(trial, ended.writer()::equals));
  }

  private void removeDrafts(Removal removal) {
    if (!areKept()) {
      return;
    }
    try {
      removal.of(folder());
    } catch (IOException e) {
      log.warn("What was half written could not be removed. folder={}", settings.folder(), e);
    }
  }

  @FunctionalInterface
  private interface Removal {
    void of(CheckpointFolder folder) throws IOException;
  }

  /** Those of a trial that are here, the furthest of each making. Blocks. */
  public List<CheckpointName> furthest(TrialId trial) {
    List<CheckpointName> furthest = new ArrayList<>();
    try {
      for (CheckpointFolder.Entry entry : folder().entries(trial)) {
        if (entry.name().isOfUseBeside(furthest)) {
          furthest.add(entry.name());
        }
      }
    } catch (IOException e) {
      log.warn("Checkpoints cannot be looked for. trial={} reason={}", trial, e.toString());
    }
    return furthest;
  }

  /** One that comes from the coordinator. */
  public ArrivingCheckpoint arriving(TrialId trial, CheckpointName name) {
    return folder().arriving(trial, name);
  }

  /**
   * Makes room for one of so many bytes that is about to come. As with those that are made here, it
   * is kept even where there is too little. Blocks.
   */
  public void makeRoom(TrialId trial, long bytes) {
    try {
      folder().makeRoom(Math.max(0, settings.budgetBytes() - bytes), trial, clock.instant());
    } catch (IOException e) {
      log.warn("Old checkpoints could not be removed. folder={}", settings.folder(), e);
    }
  }

  /**
   * Where they are sent to the coordinator as well, removes checkpoints, the oldest first, until
   * there are so many bytes fewer. Blocks.
   *
   * @param atWork trials whose furthest stay in any case
   * @return how many bytes fewer there are
   */
  long free(long bytes, Set<TrialId> atWork) throws IOException {
    return areSent() ? folder().free(bytes, atWork, clock.instant()) : 0;
  }

  /** Opens one to send it; empty when its name is none. Blocks. */
  public static Optional<OutgoingCheckpoint> outgoing(Path file) throws IOException {
    Optional<CheckpointName> name = CheckpointName.parse(file.getFileName().toString());
    if (name.isEmpty()) {
      return Optional.empty();
    }
    FileChannel channel = FileChannel.open(file);
    return Optional.of(new OutgoingCheckpoint(name.get(), channel.size(), channel));
  }

  /** Removes a trial's checkpoints: its result is with the coordinator. */
  void forget(TrialId trial) {
    if (!areKept()) {
      return;
    }
    try {
      folder().remove(trial);
    } catch (IOException e) {
      log.warn("Checkpoints of a trial that ended could not be removed. trial={}", trial, e);
    }
  }

  private CheckpointFolder folder() {
    return new CheckpointFolder(Path.of(settings.folder()));
  }
}
