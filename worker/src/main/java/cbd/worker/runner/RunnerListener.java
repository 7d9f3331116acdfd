package cbd.worker.runner;

import cbd.domain.AttackPicture;
import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.defense.StepTime;
import cbd.training.stage.StageUse;

/** Hears a runner process; called on the thread that reads its socket. */
interface RunnerListener {
  void progressed(Progress progress);

  /** What the attack does to test images. */
  void pictured(AttackPicture picture);

  void stepTimed(StepTime time);

  void stageUsed(StageUse use);

  void checkpointed(CheckpointEvent event);

  /** An epoch is there. */
  void epochDone(EpochMetrics metrics);

  /** The process was killed long ago and does not go: the system cannot end it. */
  void cannotBeKilled(long pid);

  /** The process is gone. Called exactly once, last, however it went. */
  void ended(TrialOutcome outcome);
}
