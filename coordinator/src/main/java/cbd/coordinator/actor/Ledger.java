package cbd.coordinator.actor;

import cbd.coordinator.forecast.TrialWork;
import cbd.coordinator.schedule.ClusterState;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Scheduler;
import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.store.StoredState;
import cbd.domain.Lease;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.wire.WorkerProtocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the active coordinator has in mind, and the one place where events enter it: each is
 * applied at once, and queued for the store together with what may follow only when the store has
 * it.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Ledger {
  private final Scheduler scheduler;
  private final ClusterState state;
  private final Sweeps sweeps;
  private final WorkerRefs workers = new WorkerRefs();
  private final Paces paces = new Paces();
  private final CommitQueue queue = new CommitQueue();

  Ledger(Scheduler scheduler, StoredState stored, Instant now) {
    this.scheduler = scheduler;
    this.state =
        ClusterState.restore(stored.standings(), stored.nextLeaseId(), now, scheduler.settings());
    this.sweeps = Sweeps.restore(stored);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  ClusterState state() {
    return state;
  }

  Sweeps sweeps() {
    return sweeps;
  }

  WorkerRefs workers() {
    return workers;
  }

  Paces paces() {
    return paces;
  }

  CommitQueue queue() {
    return queue;
  }

  /**
   * Lets events happen.
   *
   * @param afterwards what else may happen only when the store has them, and all before them
   */
  void enter(Collection<? extends Event> events, Collection<? extends Effect> afterwards) {
    List<Effect> effects = new ArrayList<>();
    for (Event event : events) {
      apply(event).ifPresent(effects::add);
    }
    effects.addAll(afterwards);
    queue.add(events, effects);
  }

  /** Enters whatever is due now. */
  void decide(Instant now) {
    List<Event> due = scheduler.decide(state, now);
    while (!due.isEmpty()) {
      enter(due, List.of());
      due = scheduler.decide(state, now);
    }
  }

  private Optional<Effect> apply(Event event) {
    if (event instanceof Event.SweepAccepted accepted) {
      state.apply(event);
      Map<TrialId, TrialState> states = new HashMap<>();
      List<TrialId> trials = accepted.trials().stream().map(trial -> trial.id()).toList();
      trials.forEach(id -> state.standing(id).ifPresent(at -> states.put(id, at.state())));
      sweeps.add(accepted.sweep(), accepted.name(), accepted.maxAttempts(), trials, states);
      return Optional.empty();
    }
    TrialId trial = event.subject().orElseThrow();
    Optional<TrialState> before = state.standing(trial).map(TrialStanding::state);
    Optional<Lease> ended = state.apply(event);
    sweeps.moved(trial, before.orElseThrow(), state.standing(trial).orElseThrow().state());
    ended.ifPresent(
        lease -> {
          workers.ended(lease);
          note(event, lease);
        });
    if (event instanceof Event.LeaseGranted granted) {
      return Optional.of(start(granted.lease(), granted.at()));
    }
    return ended.flatMap(lease -> stop(event, lease));
  }

  private void note(Event event, Lease ended) {
    if (event instanceof Event.TrialSucceeded succeeded) {
      double work = work(state.standing(succeeded.trial()).orElseThrow());
      paces.finished(ended.id(), work, succeeded.result().seconds(), succeeded.at());
    } else {
      paces.ended(ended.id());
    }
  }

  /** Of its training, in multiply-adds; what the attacker trains before counts as start-up. */
  static double work(TrialStanding standing) {
    return TrialWork.of(standing.trial().spec()).training();
  }

  /** The order to run a lease's attempt. */
  Effect order(Lease lease) {
    TrialStanding standing = state.standing(lease.trial()).orElseThrow();
    return workers.tell(
        lease.slot().worker(), new WorkerProtocol.StartAttempt(lease, standing.trial().spec()));
  }

  private Effect start(Lease lease, Instant now) {
    TrialStanding standing = state.standing(lease.trial()).orElseThrow();
    paces.granted(lease.id(), work(standing), now);
    return order(lease);
  }

  /** A worker that ended the lease itself, by a report, needs not be told. */
  private Optional<Effect> stop(Event event, Lease lease) {
    String reason;
    if (event instanceof Event.TrialCancelled) {
      reason = "the trial was cancelled";
    } else if (event instanceof Event.LeaseExpired expired) {
      reason = "lease " + lease.id() + " expired: " + expired.reason();
    } else {
      return Optional.empty();
    }
    return Optional.of(
        workers.tell(lease.slot().worker(), new WorkerProtocol.StopAttempt(lease.id(), reason)));
  }
}
