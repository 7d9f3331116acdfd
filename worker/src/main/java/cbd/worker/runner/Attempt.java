package cbd.worker.runner;

import cbd.domain.AttackPicture;
import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.defense.StepTime;
import cbd.training.runner.RunnerMessage;
import cbd.training.stage.StageUse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One go at a trial in a slot, which guards its fields and hears through it what its runner says.
 */
final class Attempt implements RunnerListener {
  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  final Lease lease;
  final RunnerProcess runner;

  /** Used by the thread that hears the runner alone. */
  long sequence;

  boolean unwanted;

  /** Of a runner that nothing can end; 0: none such. */
  volatile long stuckPid;

  @Nullable Progress progress;

  /** Why the coordinator gets it back, if it does. */
  private volatile @Nullable String handedBack;

  private final Slot slot;

  Attempt(Slot slot, Lease lease, RunnerMessage.Start order) {
    this.slot = slot;
    this.lease = lease;
    runner = new RunnerProcess(slot.host(), lease.id(), order, slot.share().device(), this);
  }

  LeaseId id() {
    return lease.id();
  }

  /** Stops in good order, for this reason; the first one counts. */
  void handBack(String reason) {
    if (!unwanted && handedBack == null) {
      log.info("Attempt is handed back. slot={} lease={} reason={}", slot.index(), id(), reason);
      handedBack = reason;
      runner.stop();
    }
  }

  /** An outcome as it is reported: short, and with the reason why it was handed back. */
  TrialOutcome said(TrialOutcome outcome) {
    String reason = handedBack;
    return outcome instanceof TrialOutcome.Stopped && reason != null
        ? new TrialOutcome.Stopped(reason)
        : Outcomes.trimmed(outcome);
  }

  @Override
  public void progressed(Progress step) {
    slot.progressed(this, step);
  }

  @Override
  public void pictured(AttackPicture picture) {
    slot.host().enclosures().add(new Enclosure.Picture(id(), picture));
  }

  @Override
  public void stepTimed(StepTime time) {
    slot.metrics().stepTimed(time);
  }

  @Override
  public void stageUsed(StageUse use) {
    slot.metrics().stageUsed(use);
  }

  @Override
  public void checkpointed(CheckpointEvent event) {
    slot.checkpointed(this, event);
  }

  @Override
  public void epochDone(EpochMetrics metrics) {
    slot.epochDone(this, metrics);
  }

  @Override
  public void cannotBeKilled(long pid) {
    stuckPid = pid;
  }

  @Override
  public void ended(TrialOutcome outcome) {
    slot.ended(this, outcome);
  }
}
