package cbd.training.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import cbd.domain.Adaptive;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.LabelMapping;
import cbd.domain.ModelFile;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Provenance;
import cbd.domain.Spread;
import cbd.domain.Training;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.RecordReader;
import cbd.text.Tree;
import cbd.training.engine.TrainingEngine;
import cbd.training.model.ModelCard;
import cbd.training.model.NetworkFile;
import cbd.training.model.SafetensorsFile;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.Networks;
import cbd.training.stage.StageUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialRunnerTest {
  private static final RunSettings CPU = new RunSettings("", 1, "cpu");
  private static final Defense CBD = RecordReader.read(Defense.class, Tree.Scalar.of("cbd"));

  private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);

  @Test
  void reportsEveryEpochAndKeepsTheLast() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    TrialOutcome outcome = new TrialRunner(clock).run(tiny(new Defense.None()), CPU, recorder);
    assertThat(recorder.epochs).extracting(EpochMetrics::phase).containsOnly(Phase.FINAL);
    assertThat(recorder.epochs).extracting(EpochMetrics::epoch).containsExactly(1, 2);
    assertThat(outcome).isInstanceOf(TrialOutcome.Succeeded.class);
    assertThat(((TrialOutcome.Succeeded) outcome).result().scores())
        .isEqualTo(recorder.epochs.get(1).scores());
  }

  @Test
  void measuresBothPhasesOfCbd() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    TrialOutcome outcome = new TrialRunner(clock).run(tiny(CBD), CPU, recorder);
    assertThat(outcome).isInstanceOf(TrialOutcome.Succeeded.class);
    assertThat(recorder.epochs)
        .extracting(EpochMetrics::phase)
        .containsExactly(
            Phase.BACKDOORED,
            Phase.BACKDOORED,
            Phase.BACKDOORED,
            Phase.BACKDOORED,
            Phase.BACKDOORED,
            Phase.FINAL,
            Phase.FINAL);
    assertThat(recorder.steps).extracting(Progress::done).isSorted();
    assertThat(recorder.steps.get(recorder.steps.size() - 1).done()).isEqualTo(1);
  }

  @Test
  void tellsWhatCbdWeighsPoisonedAndCleanImages() {
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    new TrialRunner(clock).run(tiny(CBD), CPU, recorder);
    assertThat(recorder.epochs.get(4).diagnostics())
        .as("the backdoored model weighs nothing")
        .isEqualTo(new Diagnostics.None());
    assertThat(recorder.epochs.subList(5, 7))
        .extracting(EpochMetrics::diagnostics)
        .allSatisfy(
            told -> {
              Diagnostics.Cbd cbd = (Diagnostics.Cbd) told;
              Spread poisoned = cbd.poisonedWeights();
              Spread clean = cbd.cleanWeights();
              double rate = tiny(CBD).attack().poisonRate();
              assertThat(poisoned.p10()).isLessThanOrEqualTo(poisoned.p50());
              assertThat(clean.p50()).isBetween(clean.p10(), clean.p90());
              assertThat(rate * poisoned.mean() + (1 - rate) * clean.mean())
                  .as("the weights of each batch have a mean of 1")
                  .isCloseTo(1, within(1e-6));
              assertThat(cbd.criticLoss()).isFinite().isNotZero();
              assertThat(cbd.weightlessBatches()).isZero();
            });
  }

  @Test
  void givesTheSameNumbersTwiceToTheLastBit() {
    Recorder first = new Recorder(Integer.MAX_VALUE);
    Recorder second = new Recorder(Integer.MAX_VALUE);
    TrialRunner runner = new TrialRunner(clock);
    TrialOutcome one = runner.run(tiny(CBD), CPU, first);
    TrialOutcome other = runner.run(tiny(CBD), CPU, second);
    assertThat(second.epochs).isEqualTo(first.epochs);
    assertThat(other).isEqualTo(one);
  }

  @Test
  void tellsWhereTheNumbersComeFrom() {
    Provenance none = provenance(tiny(new Defense.None()));
    assertThat(none.engine()).startsWith("PyTorch 2.").contains("DJL 0.");
    assertThat(none.device()).startsWith("cpu");
    assertThat(none.threads()).isEqualTo(1);
    assertThat(none.host()).isNotEmpty();
    assertThat(none.version()).isNotEqualTo("unknown");
    assertThat(none.dataHash()).hasSize(64);
    assertThat(none.poisonHash()).hasSize(64);
    Provenance cbd = provenance(tiny(CBD));
    assertThat(cbd.poisonHash())
        .as("every defense faces the same poisoned images")
        .isEqualTo(none.poisonHash());
  }

  @Test
  void keepsTheNetworksItIsAskedFor(@TempDir Path dir) throws IOException {
    Path model = dir.resolve("clean.safetensors");
    Path backdoored = dir.resolve("backdoored.safetensors");
    RunSettings settings = CPU.keeping(model.toString(), backdoored.toString());
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    TrialOutcome outcome = new TrialRunner(clock).run(tiny(CBD), settings, recorder);
    TrialResult result = ((TrialOutcome.Succeeded) outcome).result();
    assertThat(result.provenance().models())
        .containsExactly(
            new ModelFile(Phase.BACKDOORED, backdoored.toString(), sha256(backdoored)),
            new ModelFile(Phase.FINAL, model.toString(), sha256(model)));
    try (SafetensorsFile clean = SafetensorsFile.open(model);
        SafetensorsFile other = SafetensorsFile.open(backdoored)) {
      ModelCard card = ModelCard.of(clean).orElseThrow();
      assertThat(card.spec()).isEqualTo(tiny(CBD));
      assertThat(card.network()).isEqualTo(Phase.FINAL);
      assertThat(card.scores()).isEqualTo(result.scores());
      ModelCard lastOfPhaseA = ModelCard.of(other).orElseThrow();
      assertThat(lastOfPhaseA.network()).isEqualTo(Phase.BACKDOORED);
      assertThat(lastOfPhaseA.scores()).isEqualTo(recorder.epochs.get(4).scores());
      // Three steps per epoch: five epochs; two of a critic pass and a main pass.
      assertThat(trackedBatches(other)).isEqualTo(15);
      assertThat(trackedBatches(clean)).isEqualTo(12);
    }
  }

  private static long trackedBatches(SafetensorsFile file) throws IOException {
    try (NDManager manager = TrainingEngine.start(1).newManager("cpu");
        FeatureNetwork network = Networks.create(manager, Architecture.WRN_10_1, 10, 0)) {
      NetworkFile.read(file, network, manager);
      return network.trackedBatches();
    }
  }

  @Test
  void keepsTheResultWhenTheNetworkCannotBeWritten(@TempDir Path dir) {
    RunSettings settings = CPU.keeping(dir.resolve("no/such/folder").toString(), "");
    Recorder recorder = new Recorder(Integer.MAX_VALUE);
    TrialOutcome outcome = new TrialRunner(clock).run(tiny(new Defense.None()), settings, recorder);
    assertThat(((TrialOutcome.Succeeded) outcome).result().provenance().models()).isEmpty();
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void stopsWithinOneBatchWhenAsked() {
    Recorder recorder = new Recorder(3);
    TrialOutcome outcome = new TrialRunner(clock).run(tiny(CBD), CPU, recorder);
    assertThat(outcome).isEqualTo(new TrialOutcome.Stopped());
    assertThat(recorder.steps).hasSize(3);
  }

  @Test
  void stopsWhileItIsMeasuredAndShowsThatItLives() {
    // An epoch is three steps; the fourth sign of life comes from its evaluation.
    Recorder recorder = new Recorder(4);
    TrialOutcome outcome = new TrialRunner(clock).run(tiny(CBD), CPU, recorder);
    assertThat(outcome).isEqualTo(new TrialOutcome.Stopped());
    assertThat(recorder.steps).hasSize(4);
    assertThat(recorder.epochs).isEmpty();
  }

  @Test
  void callsAnAttackThatPoisonsNothingABadSpec() {
    TrialSpec spec =
        spec(
            Dataset.SHAPES,
            new Attack.Sig(
                0.1,
                new LabelMapping.AllToOne(0),
                Attack.RateOf.TARGET_CLASS,
                Attack.Sig.Mode.ADD,
                20,
                20,
                6,
                Adaptive.NOT),
            new Defense.None(),
            0.1);
    assertFailed(spec, CPU, Failure.BAD_SPEC, "of the target class is not one image");
  }

  @Test
  void callsMissingFilesUnavailableData(@TempDir Path empty) {
    TrialSpec spec = spec(Dataset.CIFAR10, badNets(), new Defense.None(), 0.1);
    assertFailed(spec, CPU, Failure.DATA_UNAVAILABLE, "no data folder was named");
    RunSettings settings = new RunSettings(empty.toString(), 1, "cpu");
    assertFailed(spec, settings, Failure.DATA_UNAVAILABLE, "CIFAR-10 was not found");
  }

  @Test
  void callsALossThatIsNotFiniteDiverged() {
    TrialSpec spec = spec(Dataset.SHAPES, badNets(), new Defense.None(), 10);
    TrialSpec hopeless =
        new TrialSpec(
            spec.dataset(),
            spec.trainImages(),
            spec.testImages(),
            spec.model(),
            spec.attack(),
            spec.defense(),
            new Training(30, 20, 10, List.of(), 0.1, 0.9999, 1, new Augmentation.None()),
            0);
    assertFailed(hopeless, CPU, Failure.DIVERGED, "must stay finite");
  }

  @Test
  void refusesADeviceThatIsNotThere() {
    TrialSpec spec = tiny(new Defense.None());
    RunSettings settings = new RunSettings("", 1, "gpu:999");
    assertFailed(spec, settings, Failure.RUNNER_UNREACHABLE, "device was gpu:999");
    RunSettings nonsense = new RunSettings("", 1, "tpu");
    assertFailed(spec, nonsense, Failure.RUNNER_UNREACHABLE, "but was tpu");
  }

  private void assertFailed(TrialSpec spec, RunSettings settings, Failure why, String message) {
    TrialOutcome outcome =
        new TrialRunner(clock).run(spec, settings, new Recorder(Integer.MAX_VALUE));
    assertThat(outcome).isInstanceOf(TrialOutcome.Failed.class);
    TrialOutcome.Failed failed = (TrialOutcome.Failed) outcome;
    assertThat(failed.failure()).isEqualTo(why);
    assertThat(failed.message()).contains(message);
    assertThat(failed.detail()).contains("Exception: ");
  }

  private Provenance provenance(TrialSpec spec) {
    TrialOutcome outcome = new TrialRunner(clock).run(spec, CPU, new Recorder(Integer.MAX_VALUE));
    return ((TrialOutcome.Succeeded) outcome).result().provenance();
  }

  private static Attack badNets() {
    return new Attack.BadNets(0.1, new LabelMapping.AllToOne(0));
  }

  private static TrialSpec tiny(Defense defense) {
    return spec(Dataset.SHAPES, badNets(), defense, 0.1);
  }

  private static TrialSpec spec(Dataset dataset, Attack attack, Defense defense, double rate) {
    return new TrialSpec(
        dataset,
        60,
        40,
        Architecture.WRN_10_1,
        attack,
        defense,
        new Training(2, 20, rate, List.of(), 0.1, 0.9, 1e-4, new Augmentation.Standard(4, true, 2)),
        0);
  }

  /** Keeps what it hears, and asks to stop at the n-th step. */
  private static final class Recorder implements TrialListener {
    final List<Progress> steps = new ArrayList<>();
    final List<EpochMetrics> epochs = new ArrayList<>();
    private final int stopAt;

    Recorder(int stopAt) {
      this.stopAt = stopAt;
    }

    @Override
    public boolean onProgress(Progress progress) {
      steps.add(progress);
      return steps.size() < stopAt;
    }

    @Override
    public void onStage(StageUse use) {}

    @Override
    public void onEpoch(EpochMetrics metrics) {
      epochs.add(metrics);
    }
  }
}
