package cbd.coordinator.schedule;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Resources;
import cbd.domain.Scores;
import cbd.domain.SlotId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One trial in memory. Changed by {@link ClusterState} alone, which takes it out of its indexes
 * before and puts it back after.
 */
final class TrialEntry {
  /** How long after its pause a trial waits for another worker than the one that failed it. */
  private static final Duration WAITS_FOR_ANOTHER = Duration.ofMinutes(2);

  final Trial trial;
  final long order;
  private TrialState state;
  private int attempt;
  private int maxAttempts;
  private @Nullable Lease lease;
  private long lastSequence;
  private @Nullable Instant notBefore;
  private Caveats caveats;
  private int priority;
  private @Nullable Scores scores;
  private Resources resources;
  private List<Integer> beside;

  // Soft: what is lost with the coordinator and does not matter to any promise.
  private @Nullable Instant waitsForAnotherUntil;
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
    caveats = standing.caveats();
    priority = standing.priority();
    scores = standing.scores();
    resources = standing.resources();
    beside = standing.beside();
  }

  TrialStanding standing() {
    return new TrialStanding(
        trial,
        order,
        state,
        attempt,
        maxAttempts,
        lease,
        lastSequence,
        notBefore,
        lost().isPresent() ? caveats : caveats.with((LostLease) null),
        priority,
        scores,
        resources,
        beside);
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

  int priority() {
    return priority;
  }

  /** What it takes when it is granted next. */
  Resources resources() {
    return resources;
  }

  /**
   * Another sweep brings it as well. Only while it does not stand in the queue, which goes by this.
   */
  void broughtBy(Event.OfSweep sweep) {
    priority = Math.max(priority, sweep.priority());
    if (sweep.resizes()) {
      resources = sweep.resources();
    }
  }

  long lastSequence() {
    return lastSequence;
  }

  /** The current lease; only while the state is LEASED. */
  Lease lease() {
    return present(lease, "lease");
  }

  /** The slots of the current lease; only while the state is LEASED. */
  Place place() {
    return new Place(lease().slot(), beside);
  }

  boolean holds(LeaseId id) {
    return lease != null && lease.id().equals(id);
  }

  /** The end of the pause; only while the state is COOLING_DOWN. */
  Instant notBefore() {
    return present(notBefore, "end of its cool-down");
  }

  /** The slot that lost the latest attempt. */
  Optional<SlotId> avoids() {
    return Optional.ofNullable(caveats.avoid());
  }

  /** Whether it rather waits for another worker than that. */
  boolean waitsForAnother(Instant now) {
    return waitsForAnotherUntil != null && now.isBefore(waitsForAnotherUntil);
  }

  Room room() {
    return caveats.room();
  }

  Pausing pausing() {
    return caveats.pausing();
  }

  int excused() {
    return caveats.excused();
  }

  /**
   * The expired lease that its worker may still come back with. A trial that failed has one only
   * when its last attempt expired: a grant forgets it, and all other attempts end by a report.
   */
  Optional<LostLease> lost() {
    boolean open =
        state == TrialState.QUEUED
            || state == TrialState.COOLING_DOWN
            || state == TrialState.PAUSED
            || state == TrialState.FAILED;
    return open ? Optional.ofNullable(caveats.lost()) : Optional.empty();
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
      begin(granted);
    } else if (event instanceof Event.LeaseRevived revived) {
      revive(revived);
    } else if (event instanceof Event.EpochRecorded recorded) {
      record(recorded);
    } else if (event instanceof Event.AttemptFailed failed) {
      caveats = caveats.with(caveats.room().after(failed.outcome().failure()));
      lose(failed.next());
    } else if (event instanceof Event.LeaseExpired expired) {
      lose(expired.next());
      caveats =
          caveats.with(new LostLease(lease().id(), attempt, lease().slot(), lastSequence, beside));
    } else if (event instanceof Event.LeaseReturned returned) {
      maxAttempts++;
      attempt++;
      caveats = returned.handover().isLimited() ? caveats.excusedOnce() : caveats;
    } else if (event instanceof Event.CooledDown cooled) {
      attempt = cooled.attempt();
      notBefore = null;
    } else {
      steer(event);
    }
    if (to != TrialState.LEASED) {
      lease = null;
      beside = List.of();
      lastSequence = 0;
      orderedFrom = null;
    }
    state = to;
  }

  /** What people want of it, and its success. */
  private void steer(Event event) {
    if (event instanceof Event.TrialRequeued requeued) {
      attempt = requeued.attempt();
      maxAttempts = requeued.maxAttempts();
      caveats = caveats.requeued(state == TrialState.STOPPED);
    } else if (event instanceof Event.PauseAsked asked) {
      caveats = caveats.with(asked.finish() ? Pausing.WHEN_OVER : Pausing.NOW);
    } else if (event instanceof Event.TrialPaused) {
      attempt += state == TrialState.COOLING_DOWN ? 1 : 0;
      notBefore = null;
      caveats = caveats.with(Pausing.NO);
    } else if (event instanceof Event.TrialResumed) {
      caveats = caveats.with(Pausing.NO);
    } else { // succeeded, cancelled or stopped early
      scores = event instanceof Event.TrialSucceeded won ? won.result().scores() : null;
      notBefore = null;
      caveats = caveats.with(Pausing.NO);
      if (state == TrialState.QUEUED || state == TrialState.PAUSED) {
        attempt--; // The coming one never began, so its number is still free.
      }
    }
  }

  private void begin(Event.LeaseGranted granted) {
    lease = granted.lease();
    beside = granted.beside();
    caveats = caveats.with((LostLease) null);
    progress = null;
    lastEpoch = null;
    lastScores = null;
  }

  private void revive(Event.LeaseRevived revived) {
    lastSequence = lost().map(LostLease::lastSequence).orElse(0L);
    lease =
        new Lease(revived.lease(), id(), revived.attempt(), revived.slot(), revived.expiresAt());
    beside = revived.beside();
    attempt = revived.attempt();
    notBefore = null;
    caveats = caveats.with((LostLease) null);
    if (state == TrialState.PAUSED) {
      caveats = caveats.with(Pausing.NOW);
    }
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
    caveats = caveats.avoiding(lease().slot());
    if (next instanceof Event.Next.Retry retry) {
      notBefore = retry.notBefore();
    } else if (next instanceof Event.Next.Excused excused) {
      excuse();
      notBefore = excused.notBefore();
    } else {
      caveats = caveats.with(Pausing.NO);
    }
    waitsForAnotherUntil = notBefore == null ? null : notBefore.plus(WAITS_FOR_ANOTHER);
  }

  /** The attempt that is lost does not count: there may be one more. */
  private void excuse() {
    maxAttempts++;
    caveats = caveats.excusedOnce();
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
