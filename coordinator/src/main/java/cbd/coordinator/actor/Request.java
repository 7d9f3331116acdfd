package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import java.util.List;

/** What people want, through {@link FrontDesk}; never crosses the wire. */
sealed interface Request extends Message {

  /** Wants something changed; answered when the store has it. */
  sealed interface Change extends Request {
    ActorRef<Reply> replyTo();
  }

  /**
   * Run this sweep.
   *
   * @param text the file as it was submitted
   * @param trials in grid order, each once
   */
  record SubmitSweep(
      SweepId id,
      String name,
      String text,
      List<Trial> trials,
      int maxAttempts,
      ActorRef<Reply> replyTo)
      implements Change {
    public SubmitSweep {
      trials = List.copyOf(trials);
    }
  }

  /** Stop all trials of a sweep that are not finished. */
  record CancelSweep(SweepId sweep, ActorRef<Reply> replyTo) implements Change {}

  record CancelTrial(TrialId trial, ActorRef<Reply> replyTo) implements Change {}

  /** Try all failed and cancelled trials of a sweep again. */
  record RetrySweep(SweepId sweep, ActorRef<Reply> replyTo) implements Change {}

  record RetryTrial(TrialId trial, ActorRef<Reply> replyTo) implements Change {}

  /** Show everything. */
  record Look(ActorRef<LiveView> replyTo) implements Request {}
}
