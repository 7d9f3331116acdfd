package cbd.coordinator.schedule;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened to a sweep or a trial. Events are facts: the store keeps each one in the
 * history, and the state of every trial is a function of them.
 */
public sealed interface Event {

  /** When, by the coordinator's clock. */
  Instant at();

  /** The one trial it happens to; empty when a grid is accepted, which may bring many. */
  default Optional<TrialId> subject() {
    return this instanceof SweepAccepted ? Optional.empty() : Optional.of(Claim.of(this).trial());
  }

  /**
   * A grid was accepted. Its trials are queued in this order behind all trials ever accepted,
   * except those that an earlier sweep already brought: they stay as they are.
   *
   * @param name the sweep's, without the hash of its id
   * @param text the sweep file as it was submitted
   * @param trials in grid order
   * @param maxAttempts how often each new trial may be tried
   */
  record SweepAccepted(
      Instant at, SweepId sweep, String name, String text, List<Trial> trials, int maxAttempts)
      implements Event {
    public SweepAccepted {
      trials = List.copyOf(trials);
    }
  }

  /** A queued trial may run in a slot. */
  record LeaseGranted(Instant at, Lease lease) implements Event {}

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
   * The pause after a failure is over.
   *
   * @param attempt the coming one
   */
  record CooledDown(Instant at, TrialId trial, int attempt) implements Event {}

  /** A person stopped the trial. */
  record TrialCancelled(Instant at, TrialId trial) implements Event {}

  /**
   * A person wants a failed or cancelled trial tried again, with its full number of attempts.
   *
   * @param attempt the coming one; attempts are counted on, never anew
   * @param maxAttempts the last attempt number that may be granted from now on
   */
  record TrialRequeued(Instant at, TrialId trial, int attempt, int maxAttempts) implements Event {}

  /** What follows a lost attempt. */
  sealed interface Next {
    /** Another attempt, not before a time. */
    record Retry(Instant notBefore) implements Next {}

    /** The end, and why: out of attempts, or a failure that would repeat. */
    record GiveUp(String reason) implements Next {}
  }
}
