package cbd.training.trial;

import cbd.domain.AttackPicture;
import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.defense.StepTime;
import cbd.training.stage.StageUse;

/** Hears how a trial goes, on the training thread. */
public interface TrialListener {

  /**
   * Called after each batch.
   *
   * @return false to stop the trial before another batch
   */
  boolean onProgress(Progress progress);

  /**
   * A sign of life before the first batch.
   *
   * @param doing in words, such as {@code reading the training images}
   */
  default void onPreparation(String doing) {}

  /** Called before the first batch, if at all: what the attack does to test images. */
  default void onPicture(AttackPicture picture) {}

  /** Called after each stage that other trials may share: whether it was built or reused. */
  void onStage(StageUse use);

  /** Called after each epoch of each phase, once its network was measured. */
  void onEpoch(EpochMetrics metrics);

  /**
   * Called for an epoch that was not trained now: another trial trained it, whose stage this one
   * shares, or this one did before it went on from a checkpoint.
   */
  default void onRetoldEpoch(EpochMetrics metrics) {
    onEpoch(metrics);
  }

  /** Called now and then with how long one step took. */
  default void onTimedStep(StepTime time) {}

  /** Called after each checkpoint that was made, or not made, or gone on from. */
  default void onCheckpoint(CheckpointEvent event) {}
}
