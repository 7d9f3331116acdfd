package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.TrialSpec;
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
   */
  record Lesson(
      NDManager manager,
      TrialSpec spec,
      Batches batches,
      TrainingListener listener,
      InstantSource clock,
      BackdooredModels backdooredModels) {

    /** A lesson in which everything is trained. */
    public Lesson(
        NDManager manager,
        TrialSpec spec,
        Batches batches,
        TrainingListener listener,
        InstantSource clock) {
      this(manager, spec, batches, listener, clock, BackdooredModels.OWN);
    }
  }

  /**
   * Trains from scratch to the end.
   *
   * @return the network after its last epoch; the caller closes it
   * @throws TrainingStopped within one batch after the listener asked to stop
   * @throws DivergedException when a loss is NaN or infinite
   */
  FeatureNetwork train(Lesson lesson);
}
