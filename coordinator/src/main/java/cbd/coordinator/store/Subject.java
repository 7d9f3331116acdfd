package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about, and how it is known again when it is appended a second time: by lease and
 * sequence, or else by a text.
 *
 * @param trial null for the acceptance of a sweep
 * @param lease null when the event belongs to none
 * @param sequence of the lease's reports; {@link #GRANT} and {@link #EXPIRY} for what is no report
 * @param once the same for the same event only; null with a lease
 */
record Subject(
    @Nullable TrialId trial,
    @Nullable LeaseId lease,
    @Nullable Long sequence,
    @Nullable String once) {
  static final long GRANT = 0;
  static final long EXPIRY = -1;

  static Subject of(Event event) {
    if (event instanceof Event.SweepAccepted e) {
      return new Subject(null, null, null, "accepted " + e.sweep());
    } else if (event instanceof Event.LeaseGranted e) {
      return leased(e.lease().trial(), e.lease().id(), GRANT);
    } else if (event instanceof Event.EpochRecorded e) {
      return leased(e.trial(), e.lease(), e.sequence());
    } else if (event instanceof Event.TrialSucceeded e) {
      return leased(e.trial(), e.lease(), e.sequence());
    } else if (event instanceof Event.AttemptFailed e) {
      return leased(e.trial(), e.lease(), e.sequence());
    } else if (event instanceof Event.LeaseExpired e) {
      return leased(e.trial(), e.lease(), EXPIRY);
    } else if (event instanceof Event.CooledDown e) {
      return new Subject(e.trial(), null, null, "cooled down " + e.trial() + " " + e.attempt());
    } else if (event instanceof Event.TrialCancelled e) {
      // A person may do this several times to one trial: only the moment tells them apart.
      return new Subject(e.trial(), null, null, "cancelled " + e.trial() + " " + e.at());
    } else if (event instanceof Event.TrialRequeued e) {
      return new Subject(e.trial(), null, null, "requeued " + e.trial() + " " + e.at());
    }
    throw new IllegalArgumentException("no subject is known of " + event);
  }

  private static Subject leased(TrialId trial, LeaseId lease, long sequence) {
    return new Subject(trial, lease, sequence, null);
  }
}
