package cbd.coordinator.actor;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.RunningTrial;
import cbd.coordinator.schedule.WorkerView;
import cbd.domain.Lease;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long each attempt has been under way, on what kind of device, and when it was last heard of.
 * Soft: of an attempt that was found running only the time since then is known.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Labour {
  private record Begun(SlotId slot, String device, int slots, Instant at, boolean inThisTerm) {}

  /** What is not known, or of no usual kind. */
  private static final String OTHER = "other";

  private final Ledger ledger;
  private final Map<TrialId, Begun> begun = new HashMap<>();
  private final Map<TrialId, Instant> heard = new HashMap<>();

  /**
   * @param now when the term begins
   */
  Labour(Ledger ledger, Instant now) {
    this.ledger = ledger;
    for (RunningTrial running : ledger.state().running()) {
      TrialId trial = running.trial().id();
      int beside = ledger.state().standing(trial).orElseThrow().beside().size();
      begin(trial, running.lease().slot(), beside, now, false);
    }
  }

  private void begin(TrialId trial, SlotId slot, int beside, Instant at, boolean inThisTerm) {
    begun.put(trial, new Begun(slot, device(slot), 1 + beside, at, inThisTerm));
    heard.put(trial, at);
  }

  /**
   * Follows an event that the store has.
   *
   * @return the attempt that it ended, if it did
   */
  Optional<CoordinatorObserver.Ended> follow(Event event) {
    if (event instanceof Event.LeaseGranted granted) {
      Lease lease = granted.lease();
      begin(lease.trial(), lease.slot(), granted.beside().size(), granted.at(), true);
    } else if (event instanceof Event.LeaseRevived revived) {
      int beside = revived.beside().size();
      begin(revived.trial(), revived.slot(), beside, revived.at(), false);
    } else if (event instanceof Event.EpochRecorded recorded) {
      progressed(recorded.trial(), recorded.at());
    } else {
      return event.subject().flatMap(trial -> end(trial, outcome(event), event.at()));
    }
    return Optional.empty();
  }

  /** How an event ends an attempt; null when it does not. */
  private static @Nullable String outcome(Event event) {
    if (event instanceof Event.TrialSucceeded) {
      return "succeeded";
    } else if (event instanceof Event.AttemptFailed) {
      return "failed";
    } else if (event instanceof Event.LeaseExpired) {
      return "expired";
    } else if (event instanceof Event.LeaseReturned) {
      return "returned";
    } else if (event instanceof Event.TrialStopped) {
      return "stopped";
    }
    return event instanceof Event.TrialCancelled ? "cancelled" : null;
  }

  private Optional<CoordinatorObserver.Ended> end(
      TrialId trial, @Nullable String outcome, Instant at) {
    Begun attempt = outcome == null ? null : begun.remove(trial);
    if (attempt == null || outcome == null) {
      return Optional.empty();
    }
    heard.remove(trial);
    return Optional.of(
        new CoordinatorObserver.Ended(
            trial,
            outcome,
            // Only of those that were found running: a worker that has left is not known any more.
            attempt.device().equals(OTHER) ? device(attempt.slot()) : attempt.device(),
            attempt.slots(),
            Duration.between(attempt.at(), at),
            attempt.inThisTerm()));
  }

  private String device(SlotId id) {
    return ledger
        .state()
        .worker(id.worker())
        .map(WorkerView::slots)
        .filter(slots -> id.index() < slots.size())
        .map(slots -> slots.get(id.index()).device().split(":", 2)[0])
        .filter(kind -> kind.equals("cpu") || kind.equals("gpu"))
        .orElse(OTHER);
  }

  /** A running attempt told of progress; an epoch is told again when the store has it. */
  void progressed(TrialId trial, Instant now) {
    heard.computeIfPresent(trial, (id, last) -> last.isAfter(now) ? last : now);
  }

  /**
   * Of the running attempts the longest time that one has not; zero when none runs. One that is
   * over does not count, though the store may still have to write that.
   */
  Duration longestSilence(Instant now) {
    return heard.entrySet().stream()
        .filter(entry -> ledger.state().running(entry.getKey()).isPresent())
        .map(Map.Entry::getValue)
        .min(Instant::compareTo)
        .map(last -> Duration.between(last, now))
        .orElse(Duration.ZERO);
  }
}
