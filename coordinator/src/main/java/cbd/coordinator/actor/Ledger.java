package cbd.coordinator.actor;

import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.TrialWork;
import cbd.coordinator.schedule.ClusterState;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Handover;
import cbd.coordinator.schedule.Hold;
import cbd.coordinator.schedule.RunningTrial;
import cbd.coordinator.schedule.Scheduler;
import cbd.coordinator.schedule.Steering;
import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.stopping.EarlyStopping;
import cbd.coordinator.store.StoredState;
import cbd.domain.Lease;
import cbd.domain.Progress;
import cbd.domain.Repeats;
import cbd.domain.Resources;
import cbd.domain.SlotId;
import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import cbd.wire.WorkerProtocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that the active coordinator has in mind, and the one place where events enter it: each is
 * applied at once, and queued for the store together with what may follow only when the store has
 * it.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Ledger {
  /** Sweeps in the order in which they are served; equals stay in the order of acceptance. */
  private static final Comparator<Sweeps.Entry> SERVED =
      Comparator.comparingInt(sweep -> -sweep.terms().priority());

  private final Scheduler scheduler;
  private final ClusterState state;
  private final Sweeps sweeps;
  private final WorkerRefs workers = new WorkerRefs();
  private final Paces paces = new Paces();
  private final Waiting waiting = new Waiting();
  private final Backlog backlog = new Backlog();
  private final Growth growth = new Growth();
  private final EarlyStopping stopping;
  private final CommitQueue queue = new CommitQueue();

  Ledger(Scheduler scheduler, StoredState stored, Instant now) {
    this.scheduler = scheduler;
    this.state =
        ClusterState.restore(
            stored.standings(), stored.nextLeaseId(), stored.holds(), now, scheduler.settings());
    this.sweeps = Sweeps.restore(stored);
    this.stopping = new EarlyStopping(trial -> sweeps.holding(trial).size());
    stored.standings().forEach(this::addToBacklog);
    stored.standings().forEach(at -> waiting.moved(at.trial().id(), at.state(), now));
    sweeps.all().forEach(sweep -> brought(sweep, trials(sweep)));
    for (StoredState.StoredEpoch epoch : stored.epochs()) {
      stopping.measured(epoch.trial(), epoch.epoch(), epoch.ca(), epoch.asr());
    }
  }

  private void brought(Sweeps.Entry sweep, List<Trial> trials) {
    growth.brought(sweep, trials);
    stopping.brought(sweep.id(), sweep.terms().stopping(), trials);
  }

  /** Of a sweep that may grow or stops trials early; of others nobody asks. */
  private List<Trial> trials(Sweeps.Entry sweep) {
    return sweep.terms().repeats() instanceof Repeats.Until
            || !(sweep.terms().stopping() instanceof Stopping.Never)
        ? sweep.trials().stream().map(id -> state.standing(id).orElseThrow().trial()).toList()
        : List.of();
  }

  private void addToBacklog(TrialStanding at) {
    owner(at.trial().id()).ifPresent(sweep -> backlog.added(sweep, size(at), at.state()));
  }

  /** The sweep that a trial's work counts for: of those that hold it the one served first. */
  private Optional<SweepId> owner(TrialId trial) {
    return sweeps.holding(trial).stream().min(SERVED).map(Sweeps.Entry::id);
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

  Waiting waiting() {
    return waiting;
  }

  CommitQueue queue() {
    return queue;
  }

  /**
   * What is left until each unfinished sweep is done. Sweeps are served by their priority, and in
   * the order of acceptance: each one waits for all before it. Repeats that may still be added are
   * not counted, and those that were, which come behind later sweeps of the same priority, are
   * counted with their sweep.
   *
   * @param fits whether there are slots that have what a trial needs, free or not
   */
  Map<SweepId, Load> loads(List<RunningTrial> running, Predicate<Resources> fits) {
    Map<SweepId, List<Backlog.Running>> underWay = new HashMap<>();
    for (RunningTrial trial : running) {
      TrialStanding at = state.standing(trial.trial().id()).orElseThrow();
      double done = trial.progress().map(Progress::done).orElse(0.0);
      owner(at.trial().id())
          .ifPresent(
              sweep ->
                  underWay
                      .computeIfAbsent(sweep, key -> new ArrayList<>())
                      .add(new Backlog.Running(size(at), done)));
    }
    Load left = Load.NONE;
    Map<SweepId, Load> loads = new LinkedHashMap<>();
    for (Sweeps.Entry sweep : sweeps.all().stream().sorted(SERVED).toList()) {
      if (sweep.isUnfinished()) {
        List<Backlog.Running> ofSweep = underWay.getOrDefault(sweep.id(), List.of());
        left = left.and(backlog.left(sweep.id(), ofSweep, fits));
        loads.put(sweep.id(), left);
      }
    }
    return loads;
  }

  /**
   * Lets events happen.
   *
   * @param afterwards what else may happen only when the store has them, and all before them
   */
  void enter(Collection<? extends Event> events, Collection<? extends Effect> afterwards) {
    List<Effect> effects = new ArrayList<>();
    for (Event event : events) {
      effects.addAll(apply(event));
    }
    effects.addAll(afterwards);
    queue.add(events, effects);
  }

  /** Enters whatever is due now. */
  void decide(Instant now) {
    List<Event> due = due(now);
    while (!due.isEmpty()) {
      enter(due, List.of());
      due = due(now);
    }
  }

  /**
   * Enters only what follows at once from what was recorded: which trials are stopped early. A
   * coordinator that starts anew decides it by the recorded epochs alone, and must come to the same
   * whatever else has happened since.
   */
  void stop(Instant now) {
    enter(stopping.due(state, now), List.of());
  }

  private List<Event> due(Instant now) {
    // Before leases expire: what is to be stopped shall not come back into the queue for it.
    List<Event> stops = stopping.due(state, now);
    if (!stops.isEmpty()) {
      return stops;
    }
    List<Event> further = growth.due(state, now);
    return further.isEmpty() ? scheduler.decide(state, now) : further;
  }

  private List<Effect> apply(Event event) {
    if (event instanceof Event.OfSlots) {
      state.apply(event);
      noteFree(event);
      return event instanceof Event.WorkerCordoned cordoned ? wishes(cordoned.worker()) : List.of();
    }
    if (event instanceof Event.OfSweep sweep) {
      List<TrialId> resized = resized(sweep);
      state.apply(event);
      resized.forEach(trial -> addToBacklog(state.standing(trial).orElseThrow()));
      accept(sweep, event.at());
      return List.of();
    }
    TrialId trial = event.subject().orElseThrow();
    TrialStanding stood = state.standing(trial).orElseThrow();
    TrialState before = stood.state();
    Optional<Lease> ended = state.apply(event);
    if (event instanceof Event.LeaseGranted granted) {
      waiting.granted(granted.lease(), granted.beside());
    }
    ended.ifPresent(lease -> freed(lease, stood.beside(), event.at()));
    TrialStanding after = state.standing(trial).orElseThrow();
    waiting.moved(trial, after.state(), event.at());
    sweeps.moved(trial, before, after.state());
    if (event instanceof Event.EpochRecorded epoch) {
      stopping.measured(trial, epoch.metrics());
    }
    if (after.state().isTerminal()) {
      growth.ended(stood, sweeps.holding(trial));
    }
    if (Backlog.counts(before) != Backlog.counts(after.state())) {
      owner(trial).ifPresent(sweep -> backlog.moved(sweep, size(after), before, after.state()));
    }
    ended.ifPresent(
        lease -> {
          workers.ended(lease);
          note(event, lease);
        });
    if (event instanceof Event.LeaseGranted granted) {
      return List.of(start(granted.lease(), granted.at()));
    }
    if (event instanceof Event.PauseAsked) {
      return state.running(trial).map(it -> wishes(it.lease().slot().worker())).orElseThrow();
    }
    List<Effect> effects = new ArrayList<>();
    ended.flatMap(lease -> stop(event, lease)).ifPresent(effects::add);
    ended.ifPresent(lease -> effects.addAll(wishes(lease.slot().worker())));
    return effects;
  }

  private void freed(Lease lease, List<Integer> beside, Instant at) {
    waiting.freed(lease.slot(), at);
    beside.forEach(index -> waiting.freed(new SlotId(lease.slot().worker(), index), at));
  }

  private void noteFree(Event event) {
    if (event instanceof Event.WorkerUncordoned back) {
      state
          .worker(back.worker())
          .ifPresent(view -> waiting.freed(back.worker(), view.slots().size(), event.at()));
    } else if (event instanceof Event.SlotReleased released) {
      waiting.freed(released.slot(), event.at());
    } else if (event instanceof Event.SlotQuarantined quarantined) {
      waiting.freed(quarantined.slot(), quarantined.probeAt());
    }
  }

  /**
   * What people want of a worker, told anew as long as it has not done it: leases to hand back, and
   * to go when it runs nothing.
   */
  List<Effect> wishes(WorkerId worker) {
    Optional<Hold> hold = state.hold(worker);
    String reason = hold.map(Hold::reason).orElse("its trial is paused");
    List<Effect> wishes = new ArrayList<>();
    for (Lease lease : Steering.wantedBack(state, worker)) {
      wishes.add(workers.tell(worker, new WorkerProtocol.HandBack(lease.id(), reason)));
    }
    if (Steering.mayDepart(state, worker)) {
      wishes.add(workers.tell(worker, new WorkerProtocol.Depart(reason)));
    }
    return wishes;
  }

  /** Takes those out of the backlog that will need other resources from now on. */
  private List<TrialId> resized(Event.OfSweep brought) {
    List<TrialId> resized = new ArrayList<>();
    if (brought.resizes()) {
      for (Trial trial : brought.trials()) {
        state
            .standing(trial.id())
            .filter(at -> !at.resources().equals(brought.resources()))
            .ifPresent(
                at -> {
                  owner(trial.id())
                      .ifPresent(sweep -> backlog.removed(sweep, size(at), at.state()));
                  resized.add(trial.id());
                });
      }
    }
    return resized;
  }

  private void accept(Event.OfSweep brought, Instant when) {
    if (brought instanceof Event.SweepAccepted accepted) {
      sweeps.add(accepted.sweep(), accepted.name(), accepted.maxAttempts(), accepted.terms());
    }
    Map<TrialId, TrialState> states = new HashMap<>();
    List<TrialId> trials = brought.trials().stream().map(Trial::id).toList();
    trials.forEach(id -> state.standing(id).ifPresent(at -> states.put(id, at.state())));
    Map<TrialId, SweepId> owners = new HashMap<>();
    trials.forEach(id -> owner(id).ifPresent(sweep -> owners.put(id, sweep)));
    sweeps.extend(brought.sweep(), trials, states);
    for (TrialId trial : trials) {
      TrialStanding at = state.standing(trial).orElseThrow();
      waiting.moved(trial, at.state(), when);
      @Nullable SweepId before = owners.get(trial);
      if (before == null) {
        addToBacklog(at);
      } else if (!owner(trial).equals(Optional.of(before))) {
        backlog.removed(before, size(at), at.state());
        addToBacklog(at);
      }
    }
    brought(sweeps.find(brought.sweep()).orElseThrow(), brought.trials());
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

  private static Backlog.Size size(TrialStanding standing) {
    return new Backlog.Size(work(standing), standing.resources());
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

  /**
   * A worker that ended the lease itself, by a report, needs not be told. Nor one that is silent:
   * when it is heard again it may get the lease back, or is told then.
   */
  private Optional<Effect> stop(Event event, Lease lease) {
    String reason;
    if (event instanceof Event.TrialCancelled) {
      reason = "the trial was cancelled";
    } else if (event instanceof Event.TrialStopped stopped) {
      reason = "the trial is stopped early: " + stopped.reason();
    } else if (event instanceof Event.LeaseReturned returned
        && returned.handover() == Handover.NOT_RUNNING) {
      reason = returned.reason();
    } else {
      return Optional.empty();
    }
    return Optional.of(
        workers.tell(lease.slot().worker(), new WorkerProtocol.StopAttempt(lease.id(), reason)));
  }
}
