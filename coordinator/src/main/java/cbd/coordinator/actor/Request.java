package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import cbd.coordinator.schedule.Hold;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * @param terms on which it is served and shown
   */
  record SubmitSweep(
      SweepId id,
      String name,
      String text,
      List<Trial> trials,
      int maxAttempts,
      SweepTerms terms,
      ActorRef<Reply> replyTo)
      implements Change {
    public SubmitSweep {
      trials = List.copyOf(trials);
    }
  }

  /**
   * Stop all trials of a sweep that are not finished.
   *
   * @param shared whether those too that other sweeps hold
   */
  record CancelSweep(SweepId sweep, boolean shared, ActorRef<Reply> replyTo) implements Change {}

  record CancelTrial(TrialId trial, ActorRef<Reply> replyTo) implements Change {}

  /**
   * Try trials of a sweep again that ended without a result.
   *
   * @param states of FAILED, CANCELLED and STOPPED, those that are meant
   */
  record RetrySweep(SweepId sweep, Set<TrialState> states, ActorRef<Reply> replyTo)
      implements Change {
    public RetrySweep {
      states = Set.copyOf(states);
    }
  }

  record RetryTrial(TrialId trial, ActorRef<Reply> replyTo) implements Change {}

  /**
   * Hold back all trials of a sweep that are not over.
   *
   * @param finish whether running attempts may run to their end
   * @param shared whether those too that other sweeps hold
   */
  record PauseSweep(SweepId sweep, boolean finish, boolean shared, ActorRef<Reply> replyTo)
      implements Change {}

  record PauseTrial(TrialId trial, boolean finish, ActorRef<Reply> replyTo) implements Change {}

  record ResumeSweep(SweepId sweep, ActorRef<Reply> replyTo) implements Change {}

  record ResumeTrial(TrialId trial, ActorRef<Reply> replyTo) implements Change {}

  /**
   * Take a worker out of service.
   *
   * @param kind what becomes of its running attempts
   * @param stop whether it shall go once it runs nothing
   */
  record CordonWorker(
      WorkerId worker, Hold.Kind kind, boolean stop, String reason, ActorRef<Reply> replyTo)
      implements Change {}

  /**
   * Put a worker, or a quarantined slot of it, back into service.
   *
   * @param slot null: the worker and all its slots
   */
  record UncordonWorker(WorkerId worker, @Nullable Integer slot, ActorRef<Reply> replyTo)
      implements Change {}

  /** Wants a piece of a file that lies with the worker that ran an attempt. */
  sealed interface Read extends Request {
    /** That ran the attempt. */
    WorkerId worker();

    LeaseId lease();

    /** Where the piece begins; negative: counted from the file's end. */
    long offset();

    /** Bytes. */
    int most();

    ActorRef<PieceAnswer> replyTo();
  }

  /** Read a piece of an attempt's log where it is written. */
  record ReadLog(
      WorkerId worker, LeaseId lease, long offset, int most, ActorRef<PieceAnswer> replyTo)
      implements Read {}

  /**
   * Read a piece of a network that an attempt has trained.
   *
   * @param trial of the attempt
   * @param network which of its networks
   */
  record ReadModel(
      WorkerId worker,
      TrialId trial,
      LeaseId lease,
      Phase network,
      long offset,
      int most,
      ActorRef<PieceAnswer> replyTo)
      implements Read {}

  /**
   * Show everything.
   *
   * @param begins called when it is begun; must not block
   */
  record Look(ActorRef<LiveView> replyTo, Runnable begins) implements Request {}
}
