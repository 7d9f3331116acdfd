package cbd.coordinator.actor;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.Words;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the metrics what has happened, once the store has it. */
final class Chronicle {
  private static final Logger log = LoggerFactory.getLogger(Chronicle.class);

  private final Ledger ledger;
  private final Labour labour;
  private final CoordinatorObserver observer;

  Chronicle(Ledger ledger, Labour labour, CoordinatorObserver observer) {
    this.ledger = ledger;
    this.labour = labour;
    this.observer = observer;
  }

  /**
   * Tells one event; what follows from it is about to happen.
   *
   * @param now not when it was decided, but when it was stored
   */
  void tell(Event event, Instant now) {
    labour.follow(event).ifPresent(observer::attemptEnded);
    if (event instanceof Event.LeaseGranted granted) {
      TrialId trial = granted.lease().trial();
      ledger.waiting().sent(trial, now).ifPresent(waited -> observer.orderSent(trial, waited));
    }
    tell(event);
  }

  private void tell(Event event) {
    if (event instanceof Event.SweepAccepted accepted) {
      log.info(
          "Sweep accepted: sweep={} trials={} maxAttempts={}",
          accepted.sweep(),
          accepted.trials().size(),
          accepted.maxAttempts());
    } else if (event instanceof Event.SweepExtended extended) {
      log.info(
          "Sweep extended, for cells are still uncertain: sweep={} furtherTrials={}",
          extended.sweep(),
          extended.trials().size());
    } else if (event instanceof Event.LeaseGranted granted) {
      observer.leaseGranted();
      log.info(
          "Lease granted: lease={} trial={} attempt={} slot={}",
          granted.lease().id(),
          granted.lease().trial().brief(),
          granted.lease().attempt(),
          granted.lease().slot());
    } else if (event instanceof Event.EpochRecorded epoch) {
      observer.epochRecorded(trial(epoch.trial()), epoch.metrics());
    } else if (event instanceof Event.TrialSucceeded succeeded) {
      succeeded(succeeded);
    } else if (event instanceof Event.AttemptFailed failed) {
      observer.attemptFailed(failed.outcome().failure());
      log.warn(
          "Attempt {} of trial {} failed: {} ({}). {}",
          failed.attempt(),
          failed.trial().brief(),
          failed.outcome().message(),
          failed.outcome().failure(),
          next(failed.trial(), failed.attempt(), failed.next()));
    } else if (event instanceof Event.LeaseExpired expired) {
      observer.leaseExpired();
      log.warn(
          "Lease {} expired: {}. {}",
          expired.lease(),
          expired.reason(),
          next(expired.trial(), expired.attempt(), expired.next()));
    } else if (event instanceof Event.LeaseReturned returned) {
      observer.leaseReturned(Words.of(returned.handover()));
      log.info(
          "Lease {} came back: {}. Trial {} goes back to the queue; the attempt does not count.",
          returned.lease(),
          returned.reason(),
          returned.trial().brief());
    } else if (event instanceof Event.TrialStopped stopped) {
      log.info(
          "Trial stopped early: trial={} epoch={} reason={}",
          stopped.trial().brief(),
          stopped.epoch(),
          stopped.reason());
    } else if (event instanceof Event.SlotQuarantined quarantined) {
      observer.slotQuarantined();
      log.warn(
          "Slot {} is quarantined: {}. One trial is tried there again at {}.",
          quarantined.slot(),
          quarantined.reason(),
          quarantined.probeAt());
    } else {
      log.info("Changed: event={}", event);
    }
  }

  private void succeeded(Event.TrialSucceeded event) {
    TrialSpec spec = trial(event.trial()).spec();
    observer.trialSucceeded(spec, event.result());
    log.info(
        "Trial succeeded: trial={} attempt={} cleanAccuracy={} attackSuccessRate={} seconds={}",
        event.trial().brief(),
        event.attempt(),
        event.result().scores().cleanAccuracy(),
        event.result().scores().attackSuccessRate(),
        event.result().seconds());
  }

  private Trial trial(TrialId id) {
    return ledger.state().standing(id).orElseThrow().trial();
  }

  /** What happens next, as a sentence. */
  private String next(TrialId trial, int attempt, Event.Next next) {
    if (next instanceof Event.Next.GiveUp end) {
      return "Trial " + trial.brief() + " is given up: " + end.reason() + ".";
    }
    int max = ledger.state().standing(trial).map(TrialStanding::maxAttempts).orElse(attempt + 1);
    return "Trial "
        + trial.brief()
        + " goes back to the queue as attempt "
        + (attempt + 1)
        + " of "
        + max
        + ".";
  }
}
