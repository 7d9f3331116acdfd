package cbd.coordinator.schedule;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Resources;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.WorkerId;
import cbd.text.Default;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened to a sweep, a trial, a worker or a slot. Events are facts: the store
 * keeps each one in the history, and the state of every trial is a function of them.
 */
public sealed interface Event {

  /** When, by the coordinator's clock. */
  Instant at();

  /**
   * The one trial it happens to; empty when a sweep brings trials, which may be many, and when it
   * happens to a worker or a slot.
   */
  default Optional<TrialId> subject() {
    return this instanceof OfSweep || this instanceof OfSlots
        ? Optional.empty()
        : Optional.of(Claim.of(this).trial());
  }

  /** Marks what happens to a worker or one of its slots, and to no trial. */
  interface OfSlots {}

  /**
   * What brings trials. They are queued in their order behind all trials of the same priority that
   * were ever accepted, except those that a sweep already brought: they stay as they are, but for a
   * lower priority, which rises.
   */
  sealed interface OfSweep permits SweepAccepted, SweepExtended {
    SweepId sweep();

    /** In the sweep's order. */
    List<Trial> trials();

    /** How often each new trial may be tried. */
    int maxAttempts();

    /** Of two trials that wait, the one with the higher priority is granted first. */
    int priority();

    /** What each trial takes of a worker. */
    Resources resources();

    /**
     * Whether trials that a sweep already brought take that as well, from their next lease on: the
     * sweep that was submitted last and asks for some has its way. Further repeats of an older one
     * are no submission.
     */
    default boolean resizes() {
      return this instanceof SweepAccepted && !resources().isModest();
    }
  }

  /**
   * A sweep was accepted.
   *
   * @param name the sweep's, without the hash of its id
   * @param text the sweep file as it was submitted
   * @param trials in grid order
   * @param maxAttempts how often each new trial may be tried
   * @param terms on which it is served and shown
   */
  record SweepAccepted(
      Instant at,
      SweepId sweep,
      String name,
      String text,
      List<Trial> trials,
      int maxAttempts,
      SweepTerms terms)
      implements Event, OfSweep {
    public SweepAccepted {
      trials = List.copyOf(trials);
    }

    /** Of a sweep whose file says nothing of its terms. */
    public SweepAccepted(
        Instant at, SweepId sweep, String name, String text, List<Trial> trials, int maxAttempts) {
      this(at, sweep, name, text, trials, maxAttempts, SweepTerms.DEFAULT);
    }

    @Override
    public int priority() {
      return terms.priority();
    }

    @Override
    public Resources resources() {
      return terms.resources();
    }
  }

  /**
   * Cells of a sweep were still uncertain, and get further repeats.
   *
   * @param first position of the first of these trials in the sweep: how many it had before
   */
  record SweepExtended(
      Instant at,
      SweepId sweep,
      long first,
      List<Trial> trials,
      int maxAttempts,
      int priority,
      @Default("{}") Resources resources)
      implements Event, OfSweep {
    public SweepExtended {
      trials = List.copyOf(trials);
    }

    /** Of a sweep whose trials run in any slot. */
    public SweepExtended(
        Instant at, SweepId sweep, long first, List<Trial> trials, int maxAttempts, int priority) {
      this(at, sweep, first, trials, maxAttempts, priority, Resources.ANY);
    }
  }

  /**
   * A queued trial may run in a slot.
   *
   * @param beside indexes of further slots of the same device, which the lease takes and which stay
   *     empty
   */
  record LeaseGranted(Instant at, Lease lease, @Default("[]") List<Integer> beside)
      implements Event {
    public LeaseGranted {
      beside = List.copyOf(beside);
    }

    /** Of a single slot. */
    public LeaseGranted(Instant at, Lease lease) {
      this(at, lease, List.of());
    }
  }

  /**
   * A measurement arrived under the current lease.
   *
   * @param sequence of the lease's reports, from 1
   * @param expiresAt when the lease now ends
   */
  record EpochRecorded(
      Instant at,
      LeaseId lease,
      TrialId trial,
      int attempt,
      long sequence,
      EpochMetrics metrics,
      Instant expiresAt)
      implements Event {}

  /** The trial has its one result. */
  record TrialSucceeded(
      Instant at, LeaseId lease, TrialId trial, int attempt, long sequence, TrialResult result)
      implements Event {}

  /**
   * The runner reported a failure.
   *
   * @param next what follows: another attempt or the end
   */
  record AttemptFailed(
      Instant at,
      LeaseId lease,
      TrialId trial,
      int attempt,
      long sequence,
      TrialOutcome.Failed outcome,
      Next next)
      implements Event {}

  /**
   * The lease ended without a report.
   *
   * @param reason in words: no progress for 90 s, worker left, worker started anew without it
   */
  record LeaseExpired(
      Instant at, LeaseId lease, TrialId trial, int attempt, String reason, Next next)
      implements Event {}

  /**
   * The lease ended through no fault of the trial: the attempt does not count, and the trial goes
   * back to its place in the queue at once.
   *
   * @param handover who gave it back
   * @param reason in words: worker gpu-2 left
   */
  record LeaseReturned(
      Instant at, LeaseId lease, TrialId trial, int attempt, Handover handover, String reason)
      implements Event {}

  /**
   * A worker that was lost came back and still has the attempt, or its reports, and nobody else was
   * granted the trial meanwhile: the lease that had expired is valid again, also when the trial had
   * failed for that.
   *
   * @param attempt the lease's
   * @param expiresAt when the lease now ends
   * @param beside as when it was granted
   */
  record LeaseRevived(
      Instant at,
      LeaseId lease,
      TrialId trial,
      int attempt,
      SlotId slot,
      Instant expiresAt,
      @Default("[]") List<Integer> beside)
      implements Event {
    public LeaseRevived {
      beside = List.copyOf(beside);
    }

    /** Of a single slot. */
    public LeaseRevived(
        Instant at, LeaseId lease, TrialId trial, int attempt, SlotId slot, Instant expiresAt) {
      this(at, lease, trial, attempt, slot, expiresAt, List.of());
    }
  }

  /**
   * The pause after a failure is over.
   *
   * @param attempt the coming one
   */
  record CooledDown(Instant at, TrialId trial, int attempt) implements Event {}

  /** A person stopped the trial. */
  record TrialCancelled(Instant at, TrialId trial) implements Event {}

  /**
   * The rule of all its sweeps wants the trial stopped early.
   *
   * @param epoch of the final phase, from 1, after which it was judged
   * @param reason in words: its score, and what it was held against
   */
  record TrialStopped(Instant at, TrialId trial, int epoch, String reason) implements Event {}

  /**
   * A person wants a failed, cancelled or early stopped trial tried again, with its full number of
   * attempts; one that was stopped early is not stopped early again.
   *
   * @param attempt the coming one; attempts are counted on, never anew
   * @param maxAttempts the last attempt number that may be granted from now on
   */
  record TrialRequeued(Instant at, TrialId trial, int attempt, int maxAttempts) implements Event {}

  /**
   * A person wants a running trial paused; it is when its lease has ended.
   *
   * @param finish whether the attempt may run to its end; else it is handed back
   */
  record PauseAsked(Instant at, TrialId trial, boolean finish) implements Event {}

  /** The trial is held back until a person resumes it. */
  record TrialPaused(Instant at, TrialId trial) implements Event {}

  /**
   * A person let it go on: back to its place in the queue, or, while it runs, as if never asked.
   */
  record TrialResumed(Instant at, TrialId trial) implements Event {}

  /**
   * A person took a worker out of service: nothing is granted to it.
   *
   * @param kind what becomes of its running attempts
   * @param stop whether it shall go once it runs nothing
   */
  record WorkerCordoned(Instant at, WorkerId worker, Hold.Kind kind, boolean stop, String reason)
      implements Event, OfSlots {}

  /** A person put a worker back into service. */
  record WorkerUncordoned(Instant at, WorkerId worker) implements Event, OfSlots {}

  /**
   * A slot failed trial after trial: nothing is granted to it.
   *
   * @param probeAt when one trial is tried in it again
   */
  record SlotQuarantined(Instant at, SlotId slot, String reason, Instant probeAt)
      implements Event, OfSlots {}

  /**
   * A quarantine ended.
   *
   * @param reason a person's wish, or a trial that succeeded there
   */
  record SlotReleased(Instant at, SlotId slot, String reason) implements Event, OfSlots {}

  /** What follows a lost attempt. */
  sealed interface Next {
    /** Another attempt, not before a time. */
    record Retry(Instant notBefore) implements Next {}

    /** Another attempt, not before a time; the lost one does not count. */
    record Excused(Instant notBefore) implements Next {}

    /** The end, and why: out of attempts, or a failure that would repeat. */
    record GiveUp(String reason) implements Next {}
  }
}
