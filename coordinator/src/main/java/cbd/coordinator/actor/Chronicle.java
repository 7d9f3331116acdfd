package cbd.coordinator.actor;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the metrics what has happened, once the store has it. */
final class Chronicle {
  private static final Logger log = LoggerFactory.getLogger(Chronicle.class);

  private final Ledger ledger;
  private final CoordinatorObserver observer;

  Chronicle(Ledger ledger, CoordinatorObserver observer) {
    this.ledger = ledger;
    this.observer = observer;
  }

  void tell(Event event) {
    if (event instanceof Event.SweepAccepted accepted) {
      log.info(
          "Sweep accepted: sweep={} trials={} maxAttempts={}",
          accepted.sweep(),
          accepted.trials().size(),
          accepted.maxAttempts());
    } else if (event instanceof Event.LeaseGranted granted) {
      observer.leaseGranted();
      log.info(
          "Lease granted: lease={} trial={} attempt={} slot={}",
          granted.lease().id(),
          granted.lease().trial().brief(),
          granted.lease().attempt(),
          granted.lease().slot());
    } else if (event instanceof Event.EpochRecorded epoch) {
      observer.epochRecorded(spec(epoch.trial()), epoch.metrics());
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
    } else {
      log.info("Trial changed: event={}", event);
    }
  }

  private void succeeded(Event.TrialSucceeded event) {
    TrialSpec spec = spec(event.trial());
    observer.trialSucceeded(spec, event.result());
    log.info(
        "Trial succeeded: trial={} attempt={} cleanAccuracy={} attackSuccessRate={} seconds={}",
        event.trial().brief(),
        event.attempt(),
        event.result().scores().cleanAccuracy(),
        event.result().scores().attackSuccessRate(),
        event.result().seconds());
  }

  private TrialSpec spec(TrialId trial) {
    return ledger.state().standing(trial).orElseThrow().trial().spec();
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
