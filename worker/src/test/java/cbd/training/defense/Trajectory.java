package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import cbd.domain.Defense;
import cbd.domain.Phase;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.CleanStep.Opponent;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.FeatureNetwork.Output;
import cbd.training.network.Networks;
import cbd.training.network.Parameters;
import cbd.training.optimizer.Adam;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the production steps make of a fixture's initial states and batches: for each of the
 * fixture's names, numbers per step.
 */
final class Trajectory {
  private final Map<String, List<double[]>> numbers = new LinkedHashMap<>();
  private final NDManager manager;
  private final ParityFixture fixture;
  private final double noise;
  private final int first;
  private final SplittableRandom random;

  /**
   * Runs both phases; phase B starts from the fixture's backdoored model, so that it is judged on
   * its own.
   *
   * @param noise every initial parameter is changed by at most this share of it
   * @param first the row each batch begins with, going round: sums over a batch run in that order
   */
  Trajectory(NDManager manager, ParityFixture fixture, double noise, int first) {
    this.manager = manager;
    this.fixture = fixture;
    this.noise = noise;
    this.first = first;
    random = new SplittableRandom(first);
    try (FeatureNetwork backdoored = network("init.fb.");
        FeatureNetwork clean = network("init.fc.")) {
      runPhaseA(backdoored);
      fixture.load("phaseA.fb.", ParityFixture.state(backdoored));
      runPhaseB(backdoored, clean);
    }
  }

  Map<String, List<double[]>> numbers() {
    return numbers;
  }

  private FeatureNetwork network(String prefix) {
    FeatureNetwork network =
        Networks.wideResNet(
            manager, fixture.meta("depth"), fixture.meta("widen"), fixture.classes(), 0);
    fixture.load(prefix, ParityFixture.state(network));
    shake(network.parameters());
    return network;
  }

  private void shake(Parameters parameters) {
    float[] factors = new float[Math.toIntExact(parameters.count())];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (1 + noise * (2 * random.nextDouble() - 1));
    }
    try (NDManager step = manager.newSubManager()) {
      parameters.flat().muli(step.create(factors));
    }
  }

  private void runPhaseA(FeatureNetwork backdoored) {
    try (Optimizer sgd = sgd(backdoored)) {
      Step step = recorded("phaseA.loss", new PlainStep(backdoored, sgd, epoch -> 0.1));
      loop(fixture.meta("stepsA")).train(Phase.BACKDOORED, 1, backdoored, null, step);
    }
    record("phaseA.fb.", ParityFixture.state(backdoored));
  }

  private void runPhaseB(FeatureNetwork backdoored, FeatureNetwork clean) {
    Defense.Critic settings =
        Lessons.critic("{'dropout': 0, 'spectralNorm': 'sqrt-sigma', 'normalizeBiases': true}");
    try (Critic critic = new Critic(manager, clean.embeddingWidth(), random);
        Optimizer adam = new Adam(manager, critic.parameters().flat(), 0.2);
        Optimizer sgd = sgd(clean);
        SampleWeights weights = new SampleWeights(manager, Lessons.cbd("{}"))) {
      Step criticStep = null;
      Opponent opponent = null;
      if (fixture.meta("disentangle") == 1) {
        fixture.load("init.critic.disc.disc.", critic.parameters().byName());
        shake(critic.parameters());
        criticStep =
            recorded(
                "phaseB.criticLoss",
                new CriticStep(
                    backdoored, clean, critic, adam, settings, Lessons.noChance(), Mode.OBSERVE));
        opponent = new Opponent(critic, Lessons.noChance(), 0.01, null);
      }
      CleanStep main =
          new CleanStep(backdoored, clean, sgd, Trajectory::rate, weights, 0, opponent);
      loop(fixture.meta("stepsB"))
          .train(Phase.FINAL, fixture.meta("epochsB"), clean, criticStep, recorded(main));
      if (opponent != null) {
        record("final.critic.disc.disc.", critic.parameters().byName());
      }
    }
    record("final.fc.", ParityFixture.state(clean));
    try (NDManager step = manager.newSubManager()) {
      Output output = clean.forward(fixture.batch(0, step).images(), Mode.EVALUATE);
      add("final.logits", output.logits());
      add("final.embedding", output.embedding());
    }
  }

  /** The authors' schedule of the clean model. */
  private static double rate(int epoch) {
    return epoch < 20 ? 0.1 : epoch < 70 ? 0.01 : 0.001;
  }

  private Optimizer sgd(FeatureNetwork network) {
    return new NesterovSgd(manager, network.parameters().flat(), 0.1, 0.9, 1e-4);
  }

  private EpochLoop loop(int steps) {
    return new EpochLoop(
        Lessons.of(manager, Lessons.spec(new Defense.None()), fixture.batches(steps, first)),
        Integer.MAX_VALUE);
  }

  private Step recorded(String name, Step step) {
    return Lessons.step(
        step,
        batch -> {
          Outcome outcome = step.take(batch, StepClock.OFF);
          add(name, outcome.loss());
          return outcome;
        });
  }

  private Step recorded(CleanStep step) {
    return Lessons.step(
        step,
        (Batch batch) -> {
          Outcome outcome = step.take(batch, StepClock.OFF);
          add("phaseB.loss", outcome.loss());
          addRows("phaseB.weight", outcome.weights());
          addRows("phaseB.lossBackdoored", outcome.backdooredLoss());
          return outcome;
        });
  }

  private void record(String prefix, Map<String, NDArray> state) {
    state.forEach((name, array) -> add(prefix + name, array));
  }

  /** Adds a number per image, in the fixture's order. */
  private void addRows(String name, NDArray rows) {
    int size = (int) rows.size();
    add(
        name,
        first == 0 ? rows : rows.get(size - first + ":").concat(rows.get(":" + (size - first))));
  }

  private void add(String name, NDArray array) {
    try (NDManager reader = manager.newSubManager()) {
      array.tempAttach(reader);
      double[] read = array.toType(DataType.FLOAT64, true).toDoubleArray();
      numbers.computeIfAbsent(name, n -> new ArrayList<>()).add(read);
    }
  }
}
