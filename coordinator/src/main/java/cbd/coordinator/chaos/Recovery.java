package cbd.coordinator.chaos;

import cbd.coordinator.chaos.fault.FaultKind;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.Lease;
import cbd.domain.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long after a fault work went on, read from the history: from the moment of harm to the first
 * epoch or result of a trial that was hit, under a later lease, in a later term, or after the harm
 * was taken back.
 *
 * @param kind of the fault
 */
record Recovery(String kind, Duration time) {

  /** One for each fault that hit a running trial. */
  static List<Recovery> of(List<InjectedFault> faults, List<HistoryEntry> history) {
    List<Recovery> recoveries = new ArrayList<>();
    for (InjectedFault fault : faults) {
      time(fault, history)
          .map(time -> new Recovery(fault.planned().kind().name(), time))
          .ifPresent(recoveries::add);
    }
    return recoveries;
  }

  private static Optional<Duration> time(InjectedFault fault, List<HistoryEntry> history) {
    Map<TrialId, Lease> hit = new HashMap<>();
    long term = 0;
    for (HistoryEntry entry : history) {
      Instant at = entry.event().at();
      if (at.isBefore(fault.began())) {
        follow(hit, entry.event());
        term = entry.epoch();
      } else if (isWork(entry.event())) {
        Lease lease = hit.get(entry.event().subject().orElseThrow());
        if (lease != null
            && reaches(fault, lease)
            && (entry.epoch() > term || isLater(entry.event(), lease) || isOver(fault, at))) {
          return Optional.of(Duration.between(fault.began(), at));
        }
      }
    }
    return Optional.empty();
  }

  /** Keeps the leases that are valid. */
  private static void follow(Map<TrialId, Lease> valid, Event event) {
    if (event instanceof Event.LeaseGranted granted) {
      valid.put(granted.lease().trial(), granted.lease());
    } else if (event instanceof Event.LeaseRevived back) {
      valid.put(
          back.trial(),
          new Lease(back.lease(), back.trial(), back.attempt(), back.slot(), back.expiresAt()));
    } else if (!(event instanceof Event.EpochRecorded
        || event instanceof Event.PauseAsked
        || event instanceof Event.TrialResumed)) {
      event.subject().ifPresent(valid::remove);
    }
  }

  private static boolean isWork(Event event) {
    return event instanceof Event.EpochRecorded || event instanceof Event.TrialSucceeded;
  }

  private static boolean reaches(InjectedFault fault, Lease lease) {
    FaultKind.Reach reach = fault.planned().kind().reach();
    return reach == FaultKind.Reach.EVERYONE
        || (reach == FaultKind.Reach.VICTIM
            && lease.slot().worker().value().equals(fault.victim()));
  }

  private static boolean isLater(Event event, Lease lease) {
    if (event instanceof Event.EpochRecorded epoch) {
      return !epoch.lease().equals(lease.id());
    }
    return event instanceof Event.TrialSucceeded result && !result.lease().equals(lease.id());
  }

  /** What a dead process said last may be written after its death: that is no recovery. */
  private static boolean isOver(InjectedFault fault, Instant at) {
    return !fault.planned().kind().fatal() && at.isAfter(fault.ended());
  }
}
