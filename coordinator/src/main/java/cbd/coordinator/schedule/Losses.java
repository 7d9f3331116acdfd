package cbd.coordinator.schedule;

import cbd.domain.Failure;
import cbd.domain.TrialOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How attempts end, and what follows: whether the loss counts, and whether there is another. */
final class Losses {
  /** Lost attempts of a trial that do not count; so many are no accident any more. */
  private static final int MOST_EXCUSED = 10;

  private final SchedulerSettings settings;

  Losses(SchedulerSettings settings) {
    this.settings = settings;
  }

  /** The last report of a lease. */
  List<Event> finished(
      ClusterState state, TrialEntry entry, long sequence, TrialOutcome outcome, Instant now) {
    if (outcome instanceof TrialOutcome.Succeeded succeeded) {
      List<Event> events = new ArrayList<>();
      events.add(
          new Event.TrialSucceeded(
              now, entry.lease().id(), entry.id(), entry.attempt(), sequence, succeeded.result()));
      events.addAll(Steering.release(state, entry.lease().slot(), now));
      return events;
    }
    if (outcome instanceof TrialOutcome.Failed failed) {
      return failed(state, entry, sequence, failed, now);
    }
    String said = ((TrialOutcome.Stopped) outcome).reason();
    String worker = "worker " + entry.lease().slot().worker();
    String reason = said.isEmpty() ? worker + " stopped it" : worker + " handed it back: " + said;
    return List.of(returned(entry, Handover.HANDED_BACK, reason, now));
  }

  private List<Event> failed(
      ClusterState state,
      TrialEntry entry,
      long sequence,
      TrialOutcome.Failed outcome,
      Instant now) {
    Event.AttemptFailed counted =
        new Event.AttemptFailed(
            now,
            entry.lease().id(),
            entry.id(),
            entry.attempt(),
            sequence,
            outcome,
            next(entry, outcome, now));
    List<Event> quarantine = Steering.quarantine(state, entry, counted, now);
    boolean blameless = outcome.failure().isTheWorkers() || !quarantine.isEmpty();
    if (!blameless || entry.excused() >= MOST_EXCUSED) {
      return concat(counted, quarantine);
    }
    Event.Next excused =
        new Event.Next.Excused(now.plus(settings.coolDownAfter(entry.excused() + 1)));
    return concat(
        new Event.AttemptFailed(
            now, counted.lease(), counted.trial(), counted.attempt(), sequence, outcome, excused),
        quarantine);
  }

  private static List<Event> concat(Event first, List<Event> others) {
    List<Event> all = new ArrayList<>();
    all.add(first);
    all.addAll(others);
    return all;
  }

  /** The end of a lease that counts for nothing, unless that happened too often to be believed. */
  Event returned(TrialEntry entry, Handover handover, String reason, Instant now) {
    if (handover.isLimited() && entry.excused() >= MOST_EXCUSED) {
      return expire(entry, reason, now);
    }
    return new Event.LeaseReturned(
        now, entry.lease().id(), entry.id(), entry.attempt(), handover, reason);
  }

  Event expire(TrialEntry entry, String reason, Instant now) {
    return new Event.LeaseExpired(
        now, entry.lease().id(), entry.id(), entry.attempt(), reason, next(entry, reason, now));
  }

  private Event.Next next(TrialEntry entry, TrialOutcome.Failed failed, Instant now) {
    Failure.Remedy remedy = failed.failure().remedy();
    boolean isSecond = entry.avoids().isPresent();
    if (remedy == Failure.Remedy.NONE || (remedy == Failure.Remedy.ELSEWHERE_ONCE && isSecond)) {
      return new Event.Next.GiveUp(
          failed.message() + " (" + failed.failure() + " would happen again in every attempt)");
    }
    return next(entry, failed.failure().toString(), now);
  }

  private Event.Next next(TrialEntry entry, String lastCause, Instant now) {
    if (entry.attempt() < entry.maxAttempts()) {
      return new Event.Next.Retry(now.plus(settings.coolDownAfter(entry.attempt())));
    }
    return new Event.Next.GiveUp(
        "attempt " + entry.attempt() + " was the last one allowed; it was lost: " + lastCause);
  }
}
