package cbd.coordinator.schedule;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Scores;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One trial in memory. Changed by {@link ClusterState} alone, which takes it out of its indexes
 * before and puts it back after.
 */
final class TrialEntry {
  final Trial trial;
  final long order;
  private TrialState state;
  private int attempt;
  private int maxAttempts;
  private @Nullable Lease lease;
  private long lastSequence;
  private @Nullable Instant notBefore;

  // Soft: what is lost with the coordinator and does not matter to any promise.
  private @Nullable WorkerId lastFailedOn;
  private @Nullable Long orderedFrom;
  private @Nullable Progress progress;
  private @Nullable EpochMetrics lastEpoch;
  private @Nullable Scores lastScores;

  TrialEntry(TrialStanding standing) {
    trial = standing.trial();
    order = standing.order();
    state = standing.state();
    attempt = standing.attempt();
    maxAttempts = standing.maxAttempts();
    lease = standing.lease();
    lastSequence = standing.lastSequence();
    notBefore = standing.notBefore();
  }

  TrialStanding standing() {
    return new TrialStanding(
        trial, order, state, attempt, maxAttempts, lease, lastSequence, notBefore);
  }

  TrialId id() {
    return trial.id();
  }

  TrialState state() {
    return state;
  }

  int attempt() {
    return attempt;
  }

  int maxAttempts() {
    return maxAttempts;
  }

  long lastSequence() {
    return lastSequence;
  }

  /** The current lease; only while the state is LEASED. */
  Lease lease() {
    return present(lease, "lease");
  }

  boolean holds(LeaseId id) {
    return lease != null && lease.id().equals(id);
  }

  /** The end of the pause; only while the state is COOLING_DOWN. */
  Instant notBefore() {
    return present(notBefore, "end of its cool-down");
  }

  /** The worker that lost the latest attempt, when this coordinator has seen it. */
  Optional<WorkerId> lastFailedOn() {
    return Optional.ofNullable(lastFailedOn);
  }

  RunningTrial running() {
    return new RunningTrial(
        trial,
        lease(),
        Optional.ofNullable(progress),
        Optional.ofNullable(lastEpoch),
        Optional.ofNullable(lastScores));
  }

  /**
   * Follows an event that the table allows and whose claims were checked.
   *
   * @param to what the table says
   */
  void follow(Event event, TrialState to) {
    if (event instanceof Event.LeaseGranted granted) {
      lease = granted.lease();
      progress = null;
      lastEpoch = null;
      lastScores = null;
    } else if (event instanceof Event.EpochRecorded recorded) {
      record(recorded);
    } else if (event instanceof Event.AttemptFailed failed) {
      lose(failed.next());
    } else if (event instanceof Event.LeaseExpired expired) {
      lose(expired.next());
    } else if (event instanceof Event.CooledDown cooled) {
      attempt = cooled.attempt();
      notBefore = null;
    } else if (event instanceof Event.TrialRequeued requeued) {
      attempt = requeued.attempt();
      maxAttempts = requeued.maxAttempts();
    } else { // succeeded or cancelled
      notBefore = null;
      if (state == TrialState.QUEUED) {
        attempt--; // The coming one never began, so its number is still free.
      }
    }
    if (to != TrialState.LEASED) {
      lease = null;
      lastSequence = 0;
      orderedFrom = null;
    }
    state = to;
  }

  private void record(Event.EpochRecorded recorded) {
    heard();
    lastSequence = recorded.sequence();
    lastEpoch = recorded.metrics();
    if (recorded.metrics().phase() == Phase.FINAL) {
      lastScores = recorded.metrics().scores();
    }
    renew(recorded.expiresAt());
  }

  private void lose(Event.Next next) {
    lastFailedOn = lease().slot().worker();
    notBefore = next instanceof Event.Next.Retry retry ? retry.notBefore() : null;
  }

  /** Moves the lease's end on, never back. */
  void renew(Instant expiresAt) {
    if (expiresAt.isAfter(lease().expiresAt())) {
      lease = lease().expiringAt(expiresAt);
    }
  }

  void progressed(Progress latest) {
    progress = latest;
  }

  /**
   * Notes that the order to start went to this incarnation of the worker; null: to an unknown one.
   */
  void orderedFrom(@Nullable Long incarnation) {
    orderedFrom = incarnation;
  }

  /** Notes that the worker has spoken of this lease: it has the order. */
  void heard() {
    orderedFrom = null;
  }

  /** Whether this incarnation was sent the order to start and has not spoken of the lease yet. */
  boolean unheardFrom(long incarnation) {
    return orderedFrom != null && orderedFrom == incarnation;
  }

  private <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException("trial " + id() + " is " + state + " and has no " + what);
    }
    return value;
  }
}
