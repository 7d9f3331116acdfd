package cbd.training.trial;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.checkpoint.CheckpointFolder;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.stage.StageSettings;
import cbd.training.stage.StageUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** One trial in one process after the other. */
final class MortalRun implements TrialListener, InstantSource {
  private static final long NEVER = Long.MAX_VALUE;

  private final TrialSpec spec;
  private final CheckpointSettings checkpoints;
  private final Path clean;
  private final Path backdoored;
  private StageSettings stages = StageSettings.OFF;
  private Instant now = Instant.EPOCH;
  private long killAt = NEVER;
  private long stopAt = NEVER;
  private int killAtEpoch;
  private String killAtCheckpoint = "";
  private TrialOutcome outcome = new TrialOutcome.Stopped();
  final List<Progress> steps = new ArrayList<>();
  final List<CheckpointEvent> events = new ArrayList<>();
  List<EpochMetrics> epochs = new ArrayList<>();
  long signs;

  /**
   * A trial before its first process.
   *
   * @param folder where its networks are kept
   */
  MortalRun(TrialSpec spec, Path folder, String name, CheckpointSettings checkpoints) {
    this.spec = spec;
    this.checkpoints = checkpoints;
    clean = folder.resolve(name + ".clean.safetensors");
    backdoored = folder.resolve(name + ".backdoored.safetensors");
  }

  MortalRun sharing(StageSettings shared) {
    stages = shared;
    return this;
  }

  /** Ends it at the n-th sign of life, with nothing written after that. */
  MortalRun killedAt(long sign) {
    killAt = sign;
    dies();
    return this;
  }

  MortalRun killedAtCheckpoint(Phase phase, int epoch, int step) {
    killAtCheckpoint = phase + " " + epoch + " " + step;
    dies();
    return this;
  }

  MortalRun killedWhenMeasured(int epoch) {
    killAtEpoch = epoch;
    dies();
    return this;
  }

  void stoppedAt(long sign) {
    stopAt = sign;
    train();
    assertThat(outcome).isEqualTo(new TrialOutcome.Stopped());
    stopAt = NEVER;
  }

  /** Whether it was killed before its end. */
  boolean diesWithin(long sign) {
    killAt = sign;
    try {
      train();
    } catch (Killed e) {
      return true;
    }
    return false;
  }

  private void dies() {
    try {
      train();
    } catch (Killed e) {
      killAt = NEVER;
      killAtCheckpoint = "";
      killAtEpoch = 0;
      return;
    }
    throw new AssertionError("it ended before it was killed");
  }

  MortalRun toItsEnd() {
    train();
    return this;
  }

  private void train() {
    signs = 0;
    epochs = new ArrayList<>();
    RunSettings settings =
        new RunSettings("", 1, "cpu")
            .sharing(stages)
            .keeping(
                clean.toString(),
                spec.defense().toString().contains("Cbd") ? backdoored.toString() : "")
            .checkpointing(checkpoints);
    outcome = new TrialRunner(this).run(spec, settings, this);
  }

  TrialResult result() {
    assertThat(outcome).isInstanceOf(TrialOutcome.Succeeded.class);
    return ((TrialOutcome.Succeeded) outcome).result();
  }

  List<Path> files() throws IOException {
    return new CheckpointFolder(Path.of(checkpoints.folder()))
        .entries(TrialId.of(spec)).stream().map(CheckpointFolder.Entry::path).toList();
  }

  void assertEndsLike(MortalRun other) throws IOException {
    assertThat(result().scores()).isEqualTo(other.result().scores());
    assertThat(epochs.stream().map(MortalRun::timeless).toList())
        .isEqualTo(other.epochs.stream().map(MortalRun::timeless).toList());
    assertThat(clean).hasSameBinaryContentAs(other.clean);
    assertThat(Files.exists(backdoored)).isEqualTo(Files.exists(other.backdoored));
    if (Files.exists(backdoored)) {
      assertThat(backdoored).hasSameBinaryContentAs(other.backdoored);
    }
    assertThat(result().provenance().models()).hasSameSizeAs(other.result().provenance().models());
  }

  private static EpochMetrics timeless(EpochMetrics epoch) {
    return new EpochMetrics(
        epoch.phase(),
        epoch.epoch(),
        epoch.loss(),
        epoch.scores(),
        0,
        epoch.images(),
        epoch.diagnostics());
  }

  @Override
  public boolean onProgress(Progress progress) {
    now = now.plus(Duration.ofMinutes(6));
    if (++signs == killAt) {
      throw new Killed();
    }
    steps.add(progress);
    return signs < stopAt;
  }

  @Override
  public void onStage(StageUse use) {}

  @Override
  public void onEpoch(EpochMetrics metrics) {
    epochs.add(metrics);
    if (epochs.size() == killAtEpoch) {
      throw new Killed();
    }
  }

  @Override
  public void onCheckpoint(CheckpointEvent event) {
    events.add(event);
    if (event instanceof CheckpointEvent.Kept kept
        && killAtCheckpoint.equals(
            kept.place().phase() + " " + kept.place().epoch() + " " + kept.place().step())) {
      throw new Killed();
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Ends a training as nothing that it catches could. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
