package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Normalization;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Seeds;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.training.augment.ImageBatches;
import cbd.training.data.ImageSet;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.LayeredNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripted steps end in the very numbers that eager ones end in: on the CPU, bit for bit. */
final class ScriptedStepsTest {
  private static final int IMAGES = 33;

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  static List<Defense> covered() {
    return List.of(
        new Defense.None(),
        Lessons.cbd("{'t1': 1, 'disentangle': false}"),
        Lessons.cbd("{'t1': 2}"),
        Lessons.cbd("{'t1': 1, 'disentangle': false, 'weights': 'uniform', 'embedL2': 0.1}"),
        Lessons.cbd("{'t1': 1, 'disentangle': false, 'weightGamma': 2.5}"),
        Lessons.cbd("{'t1': 1, 'normalizeWeights': false, 'embedL2': 0.1}"),
        Lessons.cbd(
            "{'t1': 1, 'critic': {'spectralNorm': 'sigma-if-above-one', 'powerIterations': 2}}"),
        Lessons.cbd("{'t1': 1, 'critic': {'dropout': 0, 'scale': 1, 'spectralNorm': 'off'}}"),
        Lessons.cbd(
            "{'t1': 1, 'miWeight': 1,"
                + " 'critic': {'spectralNorm': 'sqrt-sigma', 'normalizeBiases': true}}"),
        Lessons.cbd(
            "{'t1': 1, 'weights': 'uniform', 'criticSchedule': {'type': 'pass', 'bnTrain': false},"
                + " 'critic': {'spectralNorm': 'sigma-if-above-one', 'powerIterations': 2}}"),
        Lessons.cbd(
            "{'t1': 1, 'weightGamma': 0.7, 'normalizeWeights': false, 'embedL2': 0.1,"
                + " 'disentangle': false}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'shuffle': 'randperm'}",
        "{'critic': {'warmStart': true}}",
        "{'criticSchedule': 'per-batch'}",
        "{'criticSchedule': {'type': 'every-steps', 'steps': 2}}"
      })
  void whatTheProgramsDoNotKnowIsLeftToTheEagerSteps(String settings) {
    assertThat(ScriptedSteps.cover(Lessons.cbd(settings))).isFalse();
  }

  /** Three batches a pass, the last of one image. */
  @ParameterizedTest
  @MethodSource("covered")
  void theyComputeWhatTheEagerOnesCompute(Defense defense) {
    assertThat(ScriptedSteps.cover(defense)).isTrue();
    Training training =
        new Training(
            2, 16, 0.05, List.of(1), 0.1, 0.9, 1e-4, new Augmentation.Standard(2, true, 3));
    Heard eager = train(defense, training, false);
    Heard scripted = train(defense, training, true);
    assertThat(scripted.losses).isEqualTo(eager.losses).doesNotContain(0.0);
    assertThat(scripted.observed).isEqualTo(eager.observed);
    assertThat(scripted.parameters).isEqualTo(eager.parameters);
    assertThat(scripted.statistics).isEqualTo(eager.statistics);
  }

  /**
   * The tenth step of a phase is timed: with eleven batches a pass one of the backdoored phase and
   * one of the critic's pass, with six a pass one of the clean model's.
   */
  @ParameterizedTest
  @CsvSource({"3, 2, false", "3, 2, true", "6, 1, false", "6, 1, true"})
  void aTimedStepIsDividedAmongItsParts(int batchSize, int timed, boolean onDevice) {
    Training training =
        new Training(1, batchSize, 0.05, List.of(20), 0.1, 0.9, 1e-4, new Augmentation.None());
    Heard heard = train(Lessons.cbd("{'t1': 1}"), training, onDevice);
    assertThat(heard.steps)
        .hasSize(timed)
        .allSatisfy(
            time -> {
              assertThat(time.data()).isPositive();
              assertThat(time.forward()).isPositive();
              assertThat(time.backward()).isPositive();
              assertThat(time.optimizer()).isPositive();
            });
  }

  @Test
  void imagesMayBeUsedAsTheyAre() {
    Training training =
        new Training(1, 16, 0.05, List.of(20), 0.1, 0.9, 1e-4, new Augmentation.None());
    Heard eager = train(new Defense.None(), training, false);
    Heard scripted = train(new Defense.None(), training, true);
    assertThat(scripted.losses).isEqualTo(eager.losses);
    assertThat(scripted.parameters).isEqualTo(eager.parameters);
  }

  @Test
  void imagesMayBeNormalised() {
    Training training =
        new Training(
            1,
            16,
            0.05,
            List.of(20),
            0.1,
            0.9,
            1e-4,
            new Augmentation.None(),
            new Normalization.Standardize(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3)));
    Heard eager = train(new Defense.None(), training, false);
    Heard scripted = train(new Defense.None(), training, true);
    assertThat(scripted.losses).isEqualTo(eager.losses);
    assertThat(scripted.parameters).isEqualTo(eager.parameters);
    assertThat(scripted.statistics)
        .isEqualTo(eager.statistics)
        .endsWith(0.5f, 0.4f, 0.3f, 0.2f, 0.25f, 0.3f);
  }

  private Heard train(Defense defense, Training training, boolean onDevice) {
    TrialSpec spec =
        new TrialSpec(
            Dataset.SHAPES,
            0,
            0,
            Architecture.WRN_10_1,
            new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
            defense,
            training,
            0);
    ImageBatches batches =
        new ImageBatches(images(), training.augmentation(), training.batchSize(), new Seeds(spec));
    Heard heard = new Heard();
    Batches used = onDevice ? batches : new OnTheHost(batches);
    try (FeatureNetwork network =
        DefenseTrainers.of(defense).train(Lessons.of(manager, spec, used, heard))) {
      assertThat(network).isNotNull();
    }
    return heard;
  }

  private static ImageSet images() {
    SplittableRandom random = new SplittableRandom(5);
    byte[] pixels = new byte[IMAGES * 3 * 12 * 12];
    random.nextBytes(pixels);
    int[] labels = random.ints(IMAGES, 0, 10).toArray();
    return new ImageSet(10, 12, 12, pixels, labels);
  }

  /** Hides that the images could lie on the device. */
  private record OnTheHost(Batches batches) implements Batches {
    @Override
    public int images() {
      return batches.images();
    }

    @Override
    public int steps() {
      return batches.steps();
    }

    @Override
    public Epoch epoch(Phase phase, int epoch, Pass pass) {
      return batches.epoch(phase, epoch, pass);
    }
  }

  /** Keeps each epoch's loss and the last one's network. */
  private static final class Heard implements TrainingListener {
    private final List<Double> losses = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();
    private final List<StepTime> steps = new ArrayList<>();
    private float[] parameters = {};
    private float[] statistics = {};

    @Override
    public boolean onStep(Progress progress) {
      return true;
    }

    @Override
    public void onTimedStep(StepTime time) {
      steps.add(time);
    }

    @Override
    public void onEpoch(TrainedEpoch epoch) {
      losses.add(epoch.loss());
      if (epoch.observations() != null) {
        ImageWeights weights = epoch.observations().weights();
        observed.add(epoch.observations().criticLoss() + " " + epoch.observations().guards());
        for (int i = 0; i < weights.size(); i++) {
          observed.add(weights.image(i) + " " + weights.weight(i));
        }
      }
      parameters = epoch.network().parameters().flat().toFloatArray();
      statistics = ((LayeredNetwork) epoch.network()).statistics().toFloatArray();
    }
  }
}
