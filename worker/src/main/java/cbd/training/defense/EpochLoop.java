package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.checkpoint.Checkpoints;
import cbd.training.checkpoint.Checkpoints.Moment;
import cbd.training.checkpoint.Place;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.TrainingListener.TrainedEpoch;
import cbd.training.network.FeatureNetwork;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the epochs of a phase, batch by batch, tells the listener, and makes checkpoints:
 * when one is due, and before it leaves because it was asked to. Where a checkpoint of the phase
 * was found, it goes on from there.
 */
final class EpochLoop {
  private final NDManager parent;
  private final Batches batches;
  private final TrainingListener listener;
  private final InstantSource clock;
  private final Checkpoints checkpoints;
  private final long totalSteps;
  private final Counts counts = new Counts();
  private boolean resumed;

  /**
   * @param totalSteps of all phases together, critic passes included
   */
  EpochLoop(DefenseTrainer.Lesson lesson, long totalSteps) {
    parent = lesson.manager();
    batches = lesson.batches();
    listener = lesson.listener();
    clock = lesson.clock();
    checkpoints = lesson.checkpoints();
    this.totalSteps = totalSteps;
  }

  /** Trains with eager steps on batches that the host makes, and keeps no state of the network. */
  void train(
      Phase phase, int epochs, FeatureNetwork network, @Nullable Step criticStep, Step mainStep) {
    Walker critic = criticStep == null ? null : new EagerWalker(batches, Pass.CRITIC, criticStep);
    Walker main = new EagerWalker(batches, Pass.TRAIN, mainStep);
    train(phase, epochs, network, critic, main, Savable.NOTHING);
  }

  /** Whether {@link #train} of this phase will go on from a checkpoint. */
  boolean resumesIn(Phase phase) {
    return checkpoints.found().filter(place -> place.phase() == phase).isPresent();
  }

  /** Whether it went on from one. */
  boolean isResumed() {
    return resumed;
  }

  /**
   * Trains a network for a phase's epochs, each a critic pass, if there is one, and a main pass.
   *
   * @param state all that the steps move or read, such as networks and optimisers; what belongs to
   *     a walker alone is known from that
   * @throws TrainingStopped when the listener asks for it
   * @throws DivergedException when a loss is not finite
   */
  void train(
      Phase phase,
      int epochs,
      FeatureNetwork network,
      @Nullable Walker critic,
      Walker main,
      Savable state) {
    List<Walker> walkers = Stream.of(critic, main).filter(walker -> walker != null).toList();
    try (EpochCourse course =
        new EpochCourse(parent, clock, System::nanoTime, phase, walkers, batches.steps())) {
      Savable all =
          Savable.all(
              counts, course, state, Savable.all(walkers.stream().map(Walker::state).toList()));
      PhaseTraining training =
          new PhaseTraining(phase, epochs, walkers.size() * batches.steps(), course, all);
      if (resumesIn(phase)) {
        checkpoints.resume(all);
        resumed = true;
      }
      while (course.epoch() <= epochs) {
        trainEpoch(training, network, (long) walkers.size() * batches.images());
      }
    }
  }

  private record PhaseTraining(
      Phase phase, int epochs, int steps, EpochCourse course, Savable state) {

    boolean isOver() {
      return course.epoch() > epochs;
    }
  }

  private void trainEpoch(PhaseTraining training, FeatureNetwork network, long images) {
    EpochCourse course = training.course();
    course.start();
    while (course.hasNext()) {
      course.next().ifPresent(listener::onTimedStep);
      report(training);
    }
    double seconds = course.seconds();
    TrainedEpoch epoch =
        new TrainedEpoch(
            training.phase(),
            course.epoch(),
            course.loss(),
            network,
            seconds,
            images,
            course.observations());
    try {
      listener.onEpoch(epoch);
    } catch (TrainingStopped e) {
      keep(training);
      throw e;
    }
    counts.epochs++;
    course.nextEpoch();
    if (checkpoints.isDue(training.isOver() ? Moment.PHASE : Moment.EPOCH)) {
      keep(training);
    }
  }

  /** Counts epochs of one pass each as done that need not be trained. */
  void skip(int epochs) {
    counts.steps += (long) epochs * batches.steps();
    counts.epochs += epochs;
  }

  private void report(PhaseTraining training) {
    counts.steps++;
    double share = Math.min(1, (double) counts.steps / totalSteps);
    EpochCourse course = training.course();
    Progress progress =
        new Progress(
            training.phase(),
            course.epoch(),
            training.epochs(),
            course.steps(),
            training.steps(),
            share);
    if (!listener.onStep(progress)) {
      keep(training);
      throw new TrainingStopped("training was asked to stop and stopped after " + progress);
    }
    if (checkpoints.isDue(Moment.STEP)) {
      keep(training);
    }
  }

  private void keep(PhaseTraining training) {
    EpochCourse course = training.course();
    listener.onKeeping();
    checkpoints.keep(
        new Place(training.phase(), course.epoch(), course.steps(), counts.steps + counts.epochs),
        training.state());
  }

  /** Of all phases so far. */
  private static final class Counts implements Savable {
    long steps;
    long epochs;

    @Override
    public void write(DataOutputStream out) throws IOException {
      out.writeLong(steps);
      out.writeLong(epochs);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
      steps = in.readLong();
      epochs = in.readLong();
    }
  }
}
