package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Scheduler;
import cbd.domain.TrialId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the coordinator makes of the things people want: events, and replies for afterwards. */
final class PeopleTalk {
  private final Ledger ledger;

  PeopleTalk(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Takes any wish for a change. */
  void take(Request.Change change, Instant now) {
    if (change instanceof Request.SubmitSweep submit) {
      onSubmit(submit, now);
    } else if (change instanceof Request.CancelSweep cancel) {
      Optional<Sweeps.Entry> sweep = ledger.sweeps().find(cancel.sweep());
      cancel(sweep.map(Sweeps.Entry::trials), cancel.replyTo(), now);
    } else if (change instanceof Request.CancelTrial cancel) {
      cancel(known(cancel.trial()), cancel.replyTo(), now);
    } else if (change instanceof Request.RetrySweep retry) {
      Optional<Sweeps.Entry> sweep = ledger.sweeps().find(retry.sweep());
      requeue(sweep.map(Sweeps.Entry::trials), sweep, retry.replyTo(), now);
    } else if (change instanceof Request.RetryTrial retry) {
      Optional<Sweeps.Entry> sweep = ledger.sweeps().holding(retry.trial()).stream().findFirst();
      requeue(known(retry.trial()), sweep, retry.replyTo(), now);
    } else {
      throw new IllegalArgumentException("nobody said what to do with " + change);
    }
  }

  private Optional<List<TrialId>> known(TrialId trial) {
    return ledger.state().standing(trial).map(at -> List.of(trial));
  }

  private void onSubmit(Request.SubmitSweep submit, Instant now) {
    int size = submit.trials().size();
    if (ledger.sweeps().find(submit.id()).isPresent()) {
      reply(List.of(), submit.replyTo(), new Reply.Submitted(submit.id(), false, size, 0));
      return;
    }
    long unseen =
        submit.trials().stream()
            .filter(trial -> ledger.state().standing(trial.id()).isEmpty())
            .count();
    List<Event> events =
        ledger
            .scheduler()
            .submit(
                now,
                submit.id(),
                submit.name(),
                submit.text(),
                submit.trials(),
                submit.maxAttempts());
    reply(events, submit.replyTo(), new Reply.Submitted(submit.id(), true, size, (int) unseen));
  }

  private void cancel(
      Optional<? extends Collection<TrialId>> trials, ActorRef<Reply> replyTo, Instant now) {
    if (trials.isEmpty()) {
      reply(List.of(), replyTo, new Reply.Unknown());
      return;
    }
    List<Event> events = ledger.scheduler().cancel(ledger.state(), trials.get(), now);
    reply(events, replyTo, new Reply.Changed(events.size()));
  }

  /**
   * Queues again.
   *
   * @param sweep whose number of attempts each trial gets once more
   */
  private void requeue(
      Optional<? extends Collection<TrialId>> trials,
      Optional<Sweeps.Entry> sweep,
      ActorRef<Reply> replyTo,
      Instant now) {
    if (trials.isEmpty() || sweep.isEmpty()) {
      reply(List.of(), replyTo, new Reply.Unknown());
      return;
    }
    Scheduler scheduler = ledger.scheduler();
    int attempts = sweep.get().maxAttempts();
    List<Event> events = scheduler.requeue(ledger.state(), trials.get(), attempts, now);
    reply(events, replyTo, new Reply.Changed(events.size()));
  }

  private void reply(List<Event> events, ActorRef<Reply> replyTo, Reply reply) {
    ledger.enter(events, List.of(new Effect.Tell<>(replyTo, reply)));
  }
}
