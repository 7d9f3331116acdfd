package cbd.training.defense;

import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.network.FeatureNetwork;
import org.jspecify.annotations.Nullable;

/** Hears how training goes, on the training thread. */
public interface TrainingListener {

  /**
   * Called after each batch.
   *
   * @return false to stop: the trainer then throws {@link TrainingStopped} before another batch
   */
  boolean onStep(Progress progress);

  /** Called after each epoch, before the next begins; the network may be evaluated meanwhile. */
  void onEpoch(TrainedEpoch epoch);

  /** Called after the first ten batches of a phase and after every hundred further ones. */
  default void onTimedStep(StepTime time) {}

  /** Called before a checkpoint is written, which takes as long as the disk takes. */
  default void onKeeping() {}

  /**
   * An epoch's end.
   *
   * @param phase which network was trained
   * @param epoch from 1, within the phase
   * @param loss mean over the epoch's images of what was minimised, critic passes excluded
   * @param network as it is now; the trainer's, so not to be closed or kept
   * @param seconds wall time of the epoch's training, critic pass included
   * @param images stepped over, with repetition (a critic pass counts)
   * @param observations null where the images were not weighed
   */
  record TrainedEpoch(
      Phase phase,
      int epoch,
      double loss,
      FeatureNetwork network,
      double seconds,
      long images,
      @Nullable Observations observations) {}

  /**
   * What a trainer that weighs images saw in an epoch. It does not know which are poisoned.
   *
   * @param weights of each image, as they were in the loss
   * @param criticLoss mean over the epoch's critic steps; NaN without a critic
   * @param guards of this epoch
   */
  record Observations(ImageWeights weights, double criticLoss, Guards guards) {}
}
