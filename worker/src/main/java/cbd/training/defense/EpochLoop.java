package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.TrainingListener.Observations;
import cbd.training.defense.TrainingListener.TrainedEpoch;
import cbd.training.defense.Walker.Taken;
import cbd.training.defense.Walker.Walk;
import cbd.training.network.FeatureNetwork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Goes through the epochs of a phase, batch by batch, and tells the listener. */
final class EpochLoop {
  private final NDManager parent;
  private final Batches batches;
  private final TrainingListener listener;
  private final InstantSource clock;
  private final long totalSteps;
  private long doneSteps;

  /**
   * @param totalSteps of all phases together, critic passes included
   */
  EpochLoop(DefenseTrainer.Lesson lesson, long totalSteps) {
    parent = lesson.manager();
    batches = lesson.batches();
    listener = lesson.listener();
    clock = lesson.clock();
    this.totalSteps = totalSteps;
  }

  /** Trains with eager steps on batches that the host makes. */
  void train(
      Phase phase, int epochs, FeatureNetwork network, @Nullable Step criticStep, Step mainStep) {
    Walker critic = criticStep == null ? null : new EagerWalker(batches, Pass.CRITIC, criticStep);
    train(phase, epochs, network, critic, new EagerWalker(batches, Pass.TRAIN, mainStep));
  }

  /**
   * Trains a network for a phase's epochs, each a critic pass, if there is one, and a main pass.
   *
   * @throws TrainingStopped when the listener asks for it
   * @throws DivergedException when a loss is not finite
   */
  void train(
      Phase phase, int epochs, FeatureNetwork network, @Nullable Walker critic, Walker main) {
    int passes = critic == null ? 1 : 2;
    int steps = passes * batches.steps();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Instant start = clock.instant();
      Place place = new Place(phase, epoch, epochs, steps);
      Guards before = guards(critic, main);
      PassEnd criticEnd =
          critic == null ? PassEnd.NONE : pass(place, "the critic's loss", critic, 0);
      PassEnd end = pass(place, "the training loss", main, steps - batches.steps());
      double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
      long images = (long) passes * batches.images();
      double criticLoss = critic == null ? end.criticLoss() : criticEnd.loss();
      Observations observations =
          end.weights() == null
              ? null
              : new Observations(end.weights(), criticLoss, guards(critic, main).minus(before));
      listener.onEpoch(
          new TrainedEpoch(phase, epoch, end.loss(), network, seconds, images, observations));
    }
  }

  /** Counts epochs of one pass each as done that need not be trained. */
  void skip(int epochs) {
    doneSteps += (long) epochs * batches.steps();
  }

  private record Place(Phase phase, int epoch, int epochs, int steps) {}

  /**
   * What there is to tell of a pass.
   *
   * @param loss mean of what was minimised
   * @param weights of its images; null where they were not weighed
   * @param criticLoss mean over the steps in which a critic learned as well; NaN without any
   */
  private record PassEnd(double loss, @Nullable ImageWeights weights, double criticLoss) {
    static final PassEnd NONE = new PassEnd(Double.NaN, null, Double.NaN);
  }

  private static Guards guards(@Nullable Walker critic, Walker main) {
    return critic == null ? main.guards() : main.guards().plus(critic.guards());
  }

  private PassEnd pass(Place place, String what, Walker walker, int stepsBefore) {
    int done = stepsBefore;
    try (NDManager passManager = parent.newSubManager()) {
      LossLedger losses = new LossLedger(passManager, what, place.phase(), place.epoch());
      LossLedger criticLosses =
          new LossLedger(passManager, "the critic's loss", place.phase(), place.epoch());
      WeightLedger weights = new WeightLedger(passManager);
      Walk walk = walker.begin(passManager, place.phase(), place.epoch());
      while (walk.hasNext()) {
        try (NDManager stepManager = passManager.newSubManager()) {
          Taken taken = walk.next(stepManager);
          Outcome outcome = taken.outcome();
          losses.add(outcome.loss(), taken.images());
          if (outcome.weights() != null) {
            weights.add(outcome.weights());
          }
          if (outcome.criticLoss() != null) {
            criticLosses.add(outcome.criticLoss(), taken.images());
          }
        }
        report(place, ++done);
      }
      return new PassEnd(losses.mean(), weights.of(walk::order), criticLosses.mean());
    }
  }

  private void report(Place place, int done) {
    doneSteps++;
    double share = Math.min(1, (double) doneSteps / totalSteps);
    Progress progress =
        new Progress(place.phase(), place.epoch(), place.epochs(), done, place.steps(), share);
    if (!listener.onStep(progress)) {
      throw new TrainingStopped("training was asked to stop and stopped after " + progress);
    }
  }
}
