package cbd.coordinator.schedule;

import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of the trial it happens to; checked before anything changes, so that nobody
 * but the current lease can move a trial.
 *
 * @param lease the one that must be current; null when the event is not said under a lease
 * @param attempt which one the event speaks of; 0 when it names none
 * @param risesTo whether that attempt is the coming one
 * @param sequence of the report; 0 when the event stems from none
 */
record Claim(TrialId trial, @Nullable LeaseId lease, int attempt, boolean risesTo, long sequence) {

  /** The claim of any event that happens to one trial. */
  static Claim of(Event event) {
    if (event instanceof Event.LeaseGranted e) {
      return new Claim(e.lease().trial(), null, e.lease().attempt(), false, 0);
    } else if (event instanceof Event.EpochRecorded e) {
      return new Claim(e.trial(), e.lease(), e.attempt(), false, e.sequence());
    } else if (event instanceof Event.TrialSucceeded e) {
      return new Claim(e.trial(), e.lease(), e.attempt(), false, e.sequence());
    } else if (event instanceof Event.AttemptFailed e) {
      return new Claim(e.trial(), e.lease(), e.attempt(), false, e.sequence());
    } else if (event instanceof Event.LeaseExpired e) {
      return new Claim(e.trial(), e.lease(), e.attempt(), false, 0);
    } else if (event instanceof Event.CooledDown e) {
      return new Claim(e.trial(), null, e.attempt(), true, 0);
    } else if (event instanceof Event.TrialRequeued e) {
      return new Claim(e.trial(), null, e.attempt(), true, 0);
    } else if (event instanceof Event.LeaseReturned e) {
      return new Claim(e.trial(), e.lease(), e.attempt(), false, 0);
    }
    return new Claim(trial(event), null, 0, false, 0);
  }

  /** Of events that claim neither a lease nor an attempt. */
  private static TrialId trial(Event event) {
    if (event instanceof Event.LeaseRevived e) {
      return e.trial();
    } else if (event instanceof Event.TrialCancelled e) {
      return e.trial();
    } else if (event instanceof Event.TrialStopped e) {
      return e.trial();
    } else if (event instanceof Event.PauseAsked e) {
      return e.trial();
    } else if (event instanceof Event.TrialPaused e) {
      return e.trial();
    } else if (event instanceof Event.TrialResumed e) {
      return e.trial();
    }
    throw new IllegalArgumentException("no single trial is the subject of " + event);
  }

  /**
   * Holds the claim against the trial.
   *
   * @throws IllegalTransitionException when the trial stands otherwise
   */
  void check(TrialEntry entry) {
    if (lease != null && !entry.holds(lease)) {
      throw refused(entry, "lease " + lease + " is not its current one");
    }
    int expected = risesTo ? entry.attempt() + 1 : entry.attempt();
    if (attempt != 0 && attempt != expected) {
      throw refused(entry, "attempt " + attempt + " is not attempt " + expected);
    }
    if (sequence != 0 && sequence != entry.lastSequence() + 1) {
      throw refused(
          entry, "report " + sequence + " does not follow report " + entry.lastSequence());
    }
  }

  private static IllegalTransitionException refused(TrialEntry entry, String why) {
    return new IllegalTransitionException(
        "trial " + entry.id() + " (" + entry.state() + ") does not change: " + why);
  }
}
