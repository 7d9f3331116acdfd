package cbd.training.trial;

import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.training.stage.StageUse;

/** Hears how a trial goes, on the training thread. */
public interface TrialListener {

  /**
   * Called after each batch.
   *
   * @return false to stop the trial before another batch
   */
  boolean onProgress(Progress progress);

  /** Called after each stage that other trials may share: whether it was built or reused. */
  void onStage(StageUse use);

  /** Called after each epoch of each phase, once its network was measured. */
  void onEpoch(EpochMetrics metrics);
}
