package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Scheduler;
import cbd.coordinator.schedule.Steering;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
      cancel(meant(cancel.sweep(), cancel.shared()), cancel.replyTo(), now);
    } else if (change instanceof Request.CancelTrial cancel) {
      cancel(known(cancel.trial()).map(Meant::new), cancel.replyTo(), now);
    } else if (change instanceof Request.RetrySweep retry) {
      Optional<Sweeps.Entry> sweep = ledger.sweeps().find(retry.sweep());
      Optional<List<TrialId>> meant =
          sweep.map(entry -> inState(entry.trials(), retry.states()::contains));
      requeue(meant, sweep, retry.replyTo(), now);
    } else if (change instanceof Request.RetryTrial retry) {
      Optional<Sweeps.Entry> sweep = ledger.sweeps().holding(retry.trial()).stream().findFirst();
      requeue(known(retry.trial()), sweep, retry.replyTo(), now);
    } else {
      steer(change, now);
    }
  }

  private void steer(Request.Change change, Instant now) {
    if (change instanceof Request.PauseSweep pause) {
      pause(meant(pause.sweep(), pause.shared()), pause.finish(), pause.replyTo(), now);
    } else if (change instanceof Request.PauseTrial pause) {
      pause(known(pause.trial()).map(Meant::new), pause.finish(), pause.replyTo(), now);
    } else if (change instanceof Request.ResumeSweep resume) {
      resume(sweep(resume.sweep()), resume.replyTo(), now);
    } else if (change instanceof Request.ResumeTrial resume) {
      resume(known(resume.trial()), resume.replyTo(), now);
    } else if (change instanceof Request.CordonWorker cordon) {
      WorkerId worker = cordon.worker();
      steered(
          worker,
          Steering.cordon(
              ledger.state(), worker, cordon.kind(), cordon.stop(), cordon.reason(), now),
          cordon.replyTo());
    } else if (change instanceof Request.UncordonWorker back) {
      WorkerId worker = back.worker();
      steered(worker, Steering.uncordon(ledger.state(), worker, back.slot(), now), back.replyTo());
    } else {
      throw new IllegalArgumentException("nobody said what to do with " + change);
    }
  }

  /**
   * What somebody wants to stop or hold back.
   *
   * @param shared how many more there are, which other sweeps hold too
   */
  private record Meant(List<TrialId> trials, int shared) {
    Meant(List<TrialId> trials) {
      this(trials, 0);
    }
  }

  /**
   * A sweep's trials; those that are not over and that other sweeps hold only if they are meant.
   */
  private Optional<Meant> meant(SweepId sweep, boolean shared) {
    return sweep(sweep)
        .map(
            trials -> {
              if (shared) {
                return new Meant(trials);
              }
              List<TrialId> own =
                  trials.stream()
                      .filter(trial -> ledger.sweeps().holding(trial).size() == 1)
                      .toList();
              int open = inState(trials, state -> !state.isTerminal()).size();
              return new Meant(own, open - inState(own, state -> !state.isTerminal()).size());
            });
  }

  private Optional<List<TrialId>> sweep(SweepId sweep) {
    return ledger.sweeps().find(sweep).map(Sweeps.Entry::trials);
  }

  private List<TrialId> inState(List<TrialId> trials, Predicate<TrialState> states) {
    return trials.stream()
        .filter(
            trial ->
                ledger.state().standing(trial).filter(at -> states.test(at.state())).isPresent())
        .toList();
  }

  private void pause(Optional<Meant> meant, boolean finish, ActorRef<Reply> replyTo, Instant now) {
    changed(
        meant.map(some -> Steering.pause(ledger.state(), some.trials(), finish, now)),
        meant.map(Meant::shared).orElse(0),
        replyTo);
  }

  private void resume(Optional<List<TrialId>> trials, ActorRef<Reply> replyTo, Instant now) {
    changed(trials.map(ids -> Steering.resume(ledger.state(), ids, now)), 0, replyTo);
  }

  private void changed(Optional<List<Event>> events, int shared, ActorRef<Reply> replyTo) {
    events.ifPresentOrElse(
        some -> reply(some, replyTo, new Reply.Changed(some.size(), shared)),
        () -> reply(List.of(), replyTo, new Reply.Unknown()));
  }

  private void steered(WorkerId worker, List<Event> events, ActorRef<Reply> replyTo) {
    if (!Steering.isKnown(ledger.state(), worker)) {
      reply(List.of(), replyTo, new Reply.Unknown());
      return;
    }
    int running =
        (int)
            ledger.state().running().stream()
                .filter(trial -> trial.lease().slot().worker().equals(worker))
                .count();
    reply(events, replyTo, new Reply.Steered(!events.isEmpty(), running));
  }

  private Optional<List<TrialId>> known(TrialId trial) {
    return ledger.state().standing(trial).map(at -> List.of(trial));
  }

  private void onSubmit(Request.SubmitSweep submit, Instant now) {
    Optional<Sweeps.Entry> known = ledger.sweeps().find(submit.id());
    // It may have grown since.
    List<TrialId> trials =
        known
            .map(Sweeps.Entry::trials)
            .orElseGet(() -> submit.trials().stream().map(Trial::id).toList());
    int unfinished = inState(trials, TrialState::isWithoutResult).size();
    if (known.isPresent()) {
      reply(
          List.of(),
          submit.replyTo(),
          new Reply.Submitted(submit.id(), false, trials.size(), 0, unfinished));
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
                submit.maxAttempts(),
                submit.terms());
    reply(
        events,
        submit.replyTo(),
        new Reply.Submitted(submit.id(), true, trials.size(), (int) unseen, unfinished));
  }

  private void cancel(Optional<Meant> meant, ActorRef<Reply> replyTo, Instant now) {
    changed(
        meant.map(some -> ledger.scheduler().cancel(ledger.state(), some.trials(), now)),
        meant.map(Meant::shared).orElse(0),
        replyTo);
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
    reply(events, replyTo, new Reply.Changed(events.size(), 0));
  }

  private void reply(List<Event> events, ActorRef<Reply> replyTo, Reply reply) {
    ledger.enter(events, List.of(new Effect.Tell<>(replyTo, reply)));
  }
}
