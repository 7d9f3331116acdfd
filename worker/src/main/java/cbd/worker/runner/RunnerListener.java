package cbd.worker.runner;

import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.training.stage.StageUse;

/** Hears a runner process; called on the thread that reads its socket. */
interface RunnerListener {
  void progressed(Progress progress);

  void stageUsed(StageUse use);

  void epochDone(EpochMetrics metrics);

  /** The process is gone. Called exactly once, last, however it went. */
  void ended(TrialOutcome outcome);
}
