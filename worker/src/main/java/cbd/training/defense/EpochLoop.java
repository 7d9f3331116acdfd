package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.Batches.Epoch;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.TrainingListener.TrainedEpoch;
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

  /**
   * Trains a network for a phase's epochs, each a critic pass, if there is one, and a main pass.
   *
   * @throws TrainingStopped when the listener asks for it
   * @throws DivergedException when a loss is not finite
   */
  void train(
      Phase phase, int epochs, FeatureNetwork network, @Nullable Step criticStep, Step mainStep) {
    int passes = criticStep == null ? 1 : 2;
    int steps = passes * batches.steps();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Instant start = clock.instant();
      Place place = new Place(phase, epoch, epochs, steps);
      if (criticStep != null) {
        pass(place, Pass.CRITIC, criticStep, 0);
      }
      double loss = pass(place, Pass.TRAIN, mainStep, steps - batches.steps());
      double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
      long images = (long) passes * batches.images();
      listener.onEpoch(new TrainedEpoch(phase, epoch, loss, network, seconds, images));
    }
  }

  /** Counts epochs of one pass each as done that need not be trained. */
  void skip(int epochs) {
    doneSteps += (long) epochs * batches.steps();
  }

  private record Place(Phase phase, int epoch, int epochs, int steps) {}

  private double pass(Place place, Pass pass, Step step, int stepsBefore) {
    step.begin(place.epoch());
    int done = stepsBefore;
    try (NDManager passManager = parent.newSubManager()) {
      String what = pass == Pass.CRITIC ? "the critic's loss" : "the training loss";
      LossLedger losses = new LossLedger(passManager, what, place.phase(), place.epoch());
      Epoch images = batches.epoch(place.phase(), place.epoch(), pass);
      while (images.hasNext()) {
        try (NDManager stepManager = passManager.newSubManager()) {
          Batch batch = images.next(stepManager);
          NDArray loss = step.take(batch);
          losses.add(loss, batch.labels().size());
        }
        report(place, ++done);
      }
      return losses.mean();
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
