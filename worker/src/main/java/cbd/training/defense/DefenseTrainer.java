package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.TrialSpec;
import cbd.training.checkpoint.Checkpoints;
import cbd.training.network.FeatureNetwork;
import java.time.InstantSource;

/** Trains a network on images of which some are poisoned, in a defense's way. */
public interface DefenseTrainer {

  /**
   * What a trainer works with.
   *
   * @param manager parent of all native arrays; names the device
   * @param spec the trial: network, defense, training settings; its seeds
   * @param batches the training images
   * @param listener hears of each step and epoch
   * @param clock for the seconds of an epoch
   * @param backdooredModels where CBD gets its backdoored model
   * @param checkpoints where training may go on, and keeps how far it is
   */
  record Lesson(
      NDManager manager,
      TrialSpec spec,
      Batches batches,
      TrainingListener listener,
      InstantSource clock,
      BackdooredModels backdooredModels,
      Checkpoints checkpoints) {

    /** A lesson in which everything is trained, from its beginning. */
    public Lesson(
        NDManager manager,
        TrialSpec spec,
        Batches batches,
        TrainingListener listener,
        InstantSource clock) {
      this(manager, spec, batches, listener, clock, BackdooredModels.OWN, Checkpoints.NONE);
    }
  }

  /**
   * Trains to the end, from scratch or from a checkpoint; the numbers are the same.
   *
   * @return the network after its last epoch; the caller closes it
   * @throws TrainingStopped within one batch after the listener asked to stop
   * @throws DivergedException when a loss is NaN or infinite
   * @throws cbd.training.checkpoint.UnusableCheckpointException when it has to be begun again
   */
  FeatureNetwork train(Lesson lesson);
}
