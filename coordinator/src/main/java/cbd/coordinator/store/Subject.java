package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about, and how it is known again when it is appended a second time: by lease and
 * sequence, or else by a text.
 *
 * @param trial null for what brings trials of a sweep, and for what happens to workers and slots
 * @param lease null when the event belongs to none
 * @param sequence of the lease's reports; {@link #GRANT} for the grant, null for what is no report
 * @param once the same for the same event only; null with a sequence
 */
record Subject(
    @Nullable TrialId trial,
    @Nullable LeaseId lease,
    @Nullable Long sequence,
    @Nullable String once) {
  static final long GRANT = 0;

  static Subject of(Event event) {
    if (event instanceof Event.SweepAccepted e) {
      return new Subject(null, null, null, "accepted " + e.sweep());
    } else if (event instanceof Event.SweepExtended e) {
      return new Subject(null, null, null, "extended " + e.sweep() + " " + e.first());
    } else if (event instanceof Event.LeaseGranted e) {
      return leased(e.lease().trial(), e.lease().id(), GRANT);
    } else if (event instanceof Event.EpochRecorded e) {
      return leased(e.trial(), e.lease(), e.sequence());
    } else if (event instanceof Event.TrialSucceeded e) {
      return leased(e.trial(), e.lease(), e.sequence());
    } else if (event instanceof Event.AttemptFailed e) {
      return leased(e.trial(), e.lease(), e.sequence());
    } else if (event instanceof Event.LeaseExpired e) {
      // A lease that was revived may expire again.
      return new Subject(e.trial(), e.lease(), null, "expired " + e.lease() + " " + e.at());
    } else if (event instanceof Event.LeaseReturned e) {
      return new Subject(e.trial(), e.lease(), null, "returned " + e.lease());
    } else if (event instanceof Event.LeaseRevived e) {
      return new Subject(e.trial(), e.lease(), null, "revived " + e.lease() + " " + e.at());
    } else if (event instanceof Event.CooledDown e) {
      // After a revived lease an attempt of the same number may come again.
      return once(e, "cooled down " + e.trial() + " " + e.attempt());
    } else if (event instanceof Event.TrialCancelled e) {
      return once(e, "cancelled " + e.trial());
    } else if (event instanceof Event.TrialStopped e) {
      return once(e, "stopped " + e.trial());
    } else if (event instanceof Event.TrialRequeued e) {
      return once(e, "requeued " + e.trial());
    }
    return steered(event);
  }

  /** What people may do several times: only the moment tells one from the other. */
  private static Subject steered(Event event) {
    if (event instanceof Event.PauseAsked e) {
      return once(e, "pause asked " + e.trial() + " " + e.finish());
    } else if (event instanceof Event.TrialPaused e) {
      return once(e, "paused " + e.trial());
    } else if (event instanceof Event.TrialResumed e) {
      return once(e, "resumed " + e.trial());
    } else if (event instanceof Event.WorkerCordoned e) {
      return once(e, "cordoned " + e.worker() + " " + e.kind() + " " + e.stop());
    } else if (event instanceof Event.WorkerUncordoned e) {
      return once(e, "uncordoned " + e.worker());
    } else if (event instanceof Event.SlotQuarantined e) {
      return once(e, "quarantined " + e.slot());
    } else if (event instanceof Event.SlotReleased e) {
      return once(e, "released " + e.slot());
    }
    throw new IllegalArgumentException("no subject is known of " + event);
  }

  private static Subject once(Event event, String what) {
    return new Subject(event.subject().orElse(null), null, null, what + " " + event.at());
  }

  private static Subject leased(TrialId trial, LeaseId lease, long sequence) {
    return new Subject(trial, lease, sequence, null);
  }
}
