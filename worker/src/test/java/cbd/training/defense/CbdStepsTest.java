package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.CleanStep.Coach;
import cbd.training.defense.CleanStep.Opponent;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.Layout;
import cbd.training.network.Parameters;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One whole step of each kind, against numbers worked out in double precision with numpy. */
final class CbdStepsTest {
  private static final Offset<Float> CLOSE = within(2e-6f);
  private static final String OFFICIAL =
      "{'dropout': 0, 'spectralNorm': 'sqrt-sigma', 'normalizeBiases': true}";
  private static final float[] W_CLEAN = {.3f, -.2f, .1f, .4f};
  private static final float[] V_CLEAN = {.2f, -.1f, .4f, .3f, -.3f, .5f};

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");
  private final NDManager step = manager.newSubManager();
  private final Chance noChance = Lessons.noChance();
  private final Critic critic = critic();
  private final FeatureNetwork backdoored =
      new TinyNetwork(
          manager, 2, new float[] {.5f, .25f, -.5f, .75f}, new float[] {1, 0, 0, 1, -1, .5f});
  private final FeatureNetwork clean = new TinyNetwork(manager, 2, W_CLEAN, V_CLEAN);
  private final SampleWeights weights = new SampleWeights(manager, Lessons.cbd("{}"));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void theEstimateAndItsGradientAreThoseOfTheCritic() {
    NDArray r = step.create(new float[][] {{1, 0}, {0, 1}, {1, 1}});
    Layout layout = new Layout();
    layout.add("z", TinyNetwork.given(.5f, -.5f, 1, 2, -1, 0), 3, 2);
    try (Parameters z = layout.draw(manager, new SplittableRandom(0))) {
      NDArray estimate =
          DependenceEstimate.of(
              critic.parameters().constants(), r, z.variables(step).get(0), noChance);
      assertThat(estimate.toFloatArray()[0]).isCloseTo(-.066f, within(1e-6f));
      // Two rows get nothing: where the critic is linear, the shift only permutes the mean.
      assertThat(z.gradientOf(estimate.mul(0.01f)).toFloatArray())
          .containsExactly(new float[] {0, 0, 0, 0, .000693f, .001419f}, within(1e-8f));
    }
  }

  @Test
  void aSingleImageHasNoDependenceToSee() {
    NDArray one = step.create(new float[][] {{1, 2}});
    NDArray estimate = DependenceEstimate.of(critic.parameters().constants(), one, one, noChance);
    assertThat(estimate.toFloatArray()).containsExactly(0);
  }

  @Test
  void theCleanStepMinimisesTheWeightedLossAndTheDependence() {
    Outcome outcome = cleanStep(0, opponent(null)).take(batch(), StepClock.OFF);
    assertThat(outcome.backdooredLoss().toFloatArray())
        .containsExactly(new float[] {.798916f, .599806f, 1.098612f}, CLOSE);
    assertThat(outcome.weights().toFloatArray())
        .containsExactly(new float[] {.910037f, .902962f, 1.187001f}, CLOSE);
    assertThat(outcome.loss().toFloatArray()[0]).isCloseTo(1.249369f, CLOSE);
    assertThat(gradient("w", W_CLEAN))
        .containsExactly(new float[] {.084974f, -.169948f, .132216f, .219341f}, CLOSE);
    assertThat(gradient("v", V_CLEAN))
        .containsExactly(
            new float[] {.047557f, -.180056f, .051005f, .034633f, -.098562f, .145422f}, CLOSE);
  }

  @Test
  void withoutACriticThereIsReWeightingAlone() {
    Outcome outcome = cleanStep(0, null).take(batch(), StepClock.OFF);
    assertThat(outcome.loss().toFloatArray()[0]).isCloseTo(1.249270f, CLOSE);
    assertThat(gradient("w", W_CLEAN))
        .containsExactly(new float[] {.084974f, -.169948f, .131721f, .219836f}, CLOSE);
  }

  @Test
  void theCleanStepLeavesCriticAndBackdooredModelAlone() {
    float[] criticBefore = critic.parameters().flat().toFloatArray();
    float[] backdooredBefore = backdoored.parameters().flat().toFloatArray();
    cleanStep(0, opponent(null)).take(batch(), StepClock.OFF);
    assertThat(critic.parameters().flat().toFloatArray()).isEqualTo(criticBefore);
    assertThat(backdoored.parameters().flat().toFloatArray()).isEqualTo(backdooredBefore);
  }

  @Test
  void theCriticStepMaximisesTheEstimateAndNormalises() {
    Defense.Critic settings = Lessons.critic(OFFICIAL);
    float[] cleanBefore = clean.parameters().flat().toFloatArray();
    NDArray loss = criticStep(settings).take(batch(), StepClock.OFF).loss();
    assertThat(loss.toFloatArray()[0]).isCloseTo(-9.9e-5f, within(1e-9f));
    Map<String, NDArray> after = critic.parameters().byName();
    assertThat(after.get("l_in.weight").toFloatArray())
        .containsExactly(
            new float[] {
              .111169f, .222339f, .333508f, .444677f, -.778183f, .055587f, .222332f, .333515f
            },
            within(1e-5f));
    assertThat(after.get("l_in.bias").toFloatArray())
        .containsExactly(new float[] {.188030f, -.188030f}, within(1e-5f));
    // A gradient that is zero in theory is 1e-10 in float32, which Adam magnifies.
    assertThat(after.get("l_out.weight").toFloatArray())
        .containsExactly(new float[] {.754729f, -.539086f}, within(3e-3f));
    assertThat(clean.parameters().flat().toFloatArray()).isEqualTo(cleanBefore);
    NDArray estimate =
        DependenceEstimate.of(
            critic.parameters().constants(),
            step.create(new float[][] {{1, 1}, {0, 1.25f}, {0, 0}}),
            step.create(new float[][] {{0, .9f}, {0, .3f}, {.35f, 0}}),
            noChance);
    assertThat(estimate.toFloatArray()[0]).isCloseTo(1.99484e-2f, within(1e-4f));
  }

  @Test
  void thePenaltyOnTheEmbeddingIsItsMeanSquaredLength() {
    Outcome outcome = cleanStep(0.5, null).take(batch(), StepClock.OFF);
    // 0.5 · (0.9² + 0.3² + 0.35²) / 3
    assertThat(outcome.loss().toFloatArray()[0]).isCloseTo(1.249270f + .170417f, CLOSE);
    assertThat(gradient("w", W_CLEAN))
        .containsExactly(new float[] {.143307f, -.286615f, .331721f, .919836f}, CLOSE);
  }

  @Test
  void aCriticTrainedOnTheSameBatchLearnsFirstAndTheRestIsAsBefore() {
    Coach coach = new Coach(criticStep(Lessons.critic(OFFICIAL)), 1);
    Outcome outcome = cleanStep(0, opponent(coach)).take(batch(), StepClock.OFF);
    assertThat(outcome.criticLoss().toFloatArray()[0]).isCloseTo(-9.9e-5f, within(1e-9f));
    assertThat(critic.parameters().byName().get("l_in.weight").toFloatArray()[0])
        .isCloseTo(.111169f, within(1e-5f));
    // The estimate is that of the critic after its step.
    assertThat(outcome.loss().toFloatArray()[0]).isCloseTo(1.249270f + 1.99484e-4f, CLOSE);
    assertThat(gradient("v", V_CLEAN))
        .containsExactly(
            new float[] {.047557f, -.180056f, .051005f, .034633f, -.098562f, .145422f}, CLOSE);
  }

  @Test
  void aCriticTrainedOnEveryThirdBatchBeginsWithTheFirstOfEachEpoch() {
    Coach coach = new Coach(criticStep(Lessons.critic(OFFICIAL)), 3);
    CleanStep step = cleanStep(0, opponent(coach));
    List<Boolean> learned = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      if (i == 5) {
        step.begin(2);
      }
      learned.add(step.take(batch(), StepClock.OFF).criticLoss() != null);
    }
    assertThat(learned).containsExactly(true, false, false, true, false, true, false, false);
  }

  private CriticStep criticStep(Defense.Critic settings) {
    Optimizer adam = new Adam(manager, critic.parameters().flat(), settings.learningRate());
    CriticStep criticStep =
        new CriticStep(backdoored, clean, critic, adam, settings, noChance, Mode.OBSERVE);
    criticStep.begin(1);
    return criticStep;
  }

  private Opponent opponent(Coach coach) {
    return new Opponent(critic, noChance, 0.01, coach);
  }

  /** At a rate of 1 without momentum or decay, a step is the gradient. */
  private CleanStep cleanStep(double embedL2, Opponent opponent) {
    Optimizer sgd = new NesterovSgd(manager, clean.parameters().flat(), 1, 0, 0);
    CleanStep cleanStep =
        new CleanStep(backdoored, clean, sgd, epoch -> 1, weights, embedL2, opponent);
    cleanStep.begin(1);
    return cleanStep;
  }

  private float[] gradient(String name, float[] before) {
    float[] after = clean.parameters().byName().get(name).toFloatArray();
    float[] gradient = new float[before.length];
    for (int i = 0; i < before.length; i++) {
      gradient[i] = before[i] - after[i];
    }
    return gradient;
  }

  private Batch batch() {
    return new Batch(
        step.create(new float[][] {{1, 2}, {-1, 1}, {.5f, -1}}), step.create(new long[] {0, 1, 2}));
  }

  private Critic critic() {
    Critic made = new Critic(manager, 2, new SplittableRandom(0));
    float[] values = {.1f, .2f, .3f, .4f, -.5f, .25f, 0, .5f, .05f, -.05f, .7f, -.3f, .1f};
    try (NDManager lender = manager.newSubManager()) {
      NDArray flat = made.parameters().flat();
      flat.tempAttach(lender);
      flat.muli(0).addi(lender.create(values));
    }
    return made;
  }
}
