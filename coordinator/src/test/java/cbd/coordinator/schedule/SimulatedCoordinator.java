package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.stopping.EarlyStopping;
import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The actor's coat in miniature: events are applied, become durable a little later, and only then
 * anyone is told. Crashes lose what was not durable yet.
 */
final class SimulatedCoordinator {
  private final SimulatedTime time;
  private final SimulatedChance chance;
  private final SimulatedNetwork network;
  private final Auditor auditor;
  private final Bug bug;
  private final Scheduler scheduler = new Scheduler(SchedulerSettings.DEFAULT);
  private final Map<WorkerId, SimulatedWorker> addresses = new HashMap<>();
  private final Map<LeaseId, TrialId> everGranted = new HashMap<>();
  private final Map<Verdict.Kind, Integer> verdicts = new HashMap<>();
  private final Map<TrialId, Integer> holders = new HashMap<>();
  private final ReturnAuditor returns = new ReturnAuditor();
  private ClusterState state = new ClusterState();
  private EarlyStopping stopping = stopping();
  private final List<Event> unwritten = new ArrayList<>();
  private final List<Runnable> effects = new ArrayList<>();
  private boolean writing;
  private boolean up = true;
  private int term = 1;

  SimulatedCoordinator(
      SimulatedTime time,
      SimulatedChance chance,
      SimulatedNetwork network,
      Auditor auditor,
      Bug bug) {
    this.time = time;
    this.chance = chance;
    this.network = network;
    this.auditor = auditor;
    this.bug = bug;
    time.after(Duration.ofSeconds(1), this::tick);
  }

  private EarlyStopping stopping() {
    return new EarlyStopping(trial -> holders.getOrDefault(trial, 0));
  }

  ClusterState state() {
    return state;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** How many reports were answered in which way. */
  Map<Verdict.Kind, Integer> verdicts() {
    return verdicts;
  }

  ReturnAuditor returns() {
    return returns;
  }

  boolean idle() {
    return up && !writing && unwritten.isEmpty();
  }

  private void tick() {
    if (up) {
      scheduler.findLost(state, time.now());
      then(() -> {});
    }
    time.after(Duration.ofSeconds(1), this::tick);
  }

  void crash() {
    up = false;
    term++;
    writing = false;
    unwritten.clear();
    effects.clear();
    time.after(chance.seconds(2, 240), this::restart);
  }

  boolean isUp() {
    return up;
  }

  private void restart() {
    state = Recollection.of(auditor.fold(), bug, time.now(), scheduler.settings());
    stopping = stopping();
    holders.clear();
    auditor.history().forEach(this::follow);
    up = true;
  }

  // What workers and people say.

  void register(SimulatedWorker worker, WorkerDescription description, List<LeaseId> running) {
    if (!up) {
      return;
    }
    List<LeaseId> owed = returns.owed(state, running, everGranted);
    Registration answer = scheduler.register(state, description, running, time.now());
    if (answer.refusal().isPresent()) {
      return;
    }
    answer = bug == Bug.LEAVES_FAILED_WHAT_FAILED ? ReturnAuditor.spoilt(state, answer) : answer;
    returns.answered(owed, running, answer);
    List<LeaseId> adopted = answer.adopted();
    addresses.put(description.id(), worker);
    apply(answer.events());
    if (bug == Bug.REVIVES_ANYTHING) {
      running.stream().filter(id -> !adopted.contains(id)).forEach(this::revive);
    }
    List<Lease> resend = answer.resend();
    then(
        () -> {
          network.send(() -> worker.registered(description.incarnation(), adopted, running));
          resend.forEach(this::start);
        });
  }

  /** As if anybody who once held a lease might have it back. */
  private void revive(LeaseId lease) {
    TrialId trial = everGranted.get(lease);
    if (trial != null && state.standing(trial).orElseThrow().lease() == null) {
      return; // Nobody else has it: the scheduler was right about that.
    }
    if (trial != null) {
      apply(
          List.of(
              new Event.LeaseRevived(
                  time.now(),
                  lease,
                  trial,
                  1,
                  state.standing(trial).orElseThrow().lease().slot(),
                  time.now().plusSeconds(90))));
    }
  }

  void condition(SimulatedWorker worker, WorkerId id, long incarnation, String trouble) {
    if (!up) {
      return;
    }
    if (!scheduler.condition(state, id, incarnation, trouble, time.now())) {
      network.send(worker::registrationNeeded);
      return;
    }
    List<Lease> back = Steering.wantedBack(state, id);
    boolean depart = Steering.mayDepart(state, id);
    then(
        () -> {
          back.forEach(lease -> network.send(() -> worker.handBack(lease.id())));
          if (depart) {
            network.send(worker::leave);
          }
        });
  }

  void slotMemory(WorkerId id, long incarnation, List<Long> bytes) {
    if (up) {
      scheduler.slotMemory(
          state,
          id,
          incarnation,
          bug == Bug.IGNORES_MEMORY ? Collections.nCopies(bytes.size(), 1L << 50) : bytes);
    }
  }

  void stillRunning(SimulatedWorker worker, LeaseId lease) {
    if (up && !scheduler.stillRunning(state, lease, time.now())) {
      refuse(worker, lease);
    }
  }

  void leaving(WorkerId id, long incarnation) {
    if (up) {
      apply(scheduler.leave(state, id, incarnation, time.now()));
      then(() -> {});
    }
  }

  void progressed(SimulatedWorker worker, LeaseId lease, Progress progress) {
    if (up && !scheduler.progress(state, lease, progress, time.now())) {
      refuse(worker, lease);
    }
  }

  private void refuse(SimulatedWorker worker, LeaseId lease) {
    if (Steering.mayComeBack(state, lease)) {
      network.send(worker::registrationNeeded);
    } else {
      returns.disowned(lease);
      network.send(() -> worker.stop(lease));
    }
  }

  void epochDone(SimulatedWorker worker, LeaseId lease, long sequence, EpochMetrics metrics) {
    if (up) {
      LeaseId counted = fenced(lease);
      answer(
          worker,
          lease,
          sequence,
          scheduler.epochDone(state, counted, sequence, metrics, time.now()));
    }
  }

  void attemptFinished(SimulatedWorker worker, LeaseId lease, long sequence, TrialOutcome outcome) {
    if (up) {
      LeaseId counted = fenced(lease);
      answer(
          worker,
          lease,
          sequence,
          scheduler.attemptFinished(state, counted, sequence, outcome, time.now()));
    }
  }

  void said(Function<ClusterState, List<Event>> wish) {
    if (up) {
      apply(wish.apply(state));
      then(() -> {});
    }
  }

  private LeaseId fenced(LeaseId lease) {
    TrialId trial = everGranted.get(lease);
    if (bug != Bug.IGNORES_THE_FENCE || trial == null) {
      return lease;
    }
    return state.running(trial).map(running -> running.lease().id()).orElse(lease);
  }

  private void answer(SimulatedWorker worker, LeaseId lease, long sequence, Verdict verdict) {
    verdicts.merge(verdict.kind(), 1, Integer::sum);
    apply(verdict.events());
    returns.answered(lease, verdict);
    if (verdict.kind() == Verdict.Kind.EARLY) {
      if (Steering.mayComeBack(state, lease)) {
        network.send(worker::registrationNeeded);
      }
      return;
    }
    Runnable acknowledge =
        () -> {
          auditor.acknowledged(lease, sequence);
          network.send(() -> worker.acknowledged(lease, sequence));
          if (verdict.kind() == Verdict.Kind.STALE) {
            network.send(() -> worker.stop(lease));
          }
        };
    if (bug == Bug.ACKNOWLEDGES_BEFORE_THE_COMMIT) {
      acknowledge.run();
      then(() -> {});
    } else {
      then(acknowledge);
    }
  }

  // Apply, write, tell.

  private void apply(List<Event> events) {
    for (Event event : events) {
      Event followed = bug == Bug.IGNORES_MAX_ATTEMPTS ? withoutEnd(event) : event;
      state
          .apply(followed)
          .ifPresent(
              ended -> {
                boolean mayComeBack = followed instanceof Event.LeaseExpired;
                if (!(followed instanceof Event.TrialSucceeded) && !mayComeBack) {
                  effects.add(() -> stop(ended));
                }
              });
      if (followed instanceof Event.LeaseGranted granted) {
        everGranted.put(granted.lease().id(), granted.lease().trial());
        effects.add(() -> start(granted.lease()));
      }
      follow(followed);
      unwritten.add(followed);
    }
  }

  /** What may be stopped early is judged by. */
  private void follow(Event event) {
    if (event instanceof Event.SweepAccepted accepted) {
      accepted.trials().forEach(trial -> holders.merge(trial.id(), 1, Integer::sum));
      stopping.brought(accepted.sweep(), accepted.terms().stopping(), accepted.trials());
    } else if (event instanceof Event.EpochRecorded epoch) {
      stopping.measured(epoch.trial(), epoch.metrics());
    }
  }

  private static Event withoutEnd(Event event) {
    if (event instanceof Event.LeaseExpired e) {
      return new Event.LeaseExpired(
          e.at(), e.lease(), e.trial(), e.attempt(), e.reason(), new Event.Next.Retry(e.at()));
    }
    return event;
  }

  /** Decides what is due, and tells once all that was decided so far is durable. */
  private void then(Runnable effect) {
    effects.add(effect);
    for (List<Event> due = due(); !due.isEmpty(); due = due()) {
      apply(due);
    }
    if (!unwritten.isEmpty()) {
      checkState();
    }
    write();
  }

  private List<Event> due() {
    List<Event> stops = stopping.due(state, time.now());
    if (!stops.isEmpty()) {
      return stops;
    }
    return scheduler.decide(state, time.now()).stream()
        .filter(event -> bug != Bug.NEVER_EXPIRES || !(event instanceof Event.LeaseExpired))
        .toList();
  }

  private void write() {
    if (writing) {
      return;
    }
    List<Event> batch = List.copyOf(unwritten);
    List<Runnable> told = List.copyOf(effects);
    unwritten.clear();
    effects.clear();
    if (batch.isEmpty()) {
      told.forEach(Runnable::run);
      return;
    }
    writing = true;
    int ours = term;
    time.after(
        chance.between(1, 40),
        () -> {
          if (ours == term) {
            batch.forEach(auditor::durable);
            writing = false;
            told.forEach(Runnable::run);
            write();
          }
        });
  }

  private void start(Lease lease) {
    auditor.started(lease);
    SimulatedWorker worker = addresses.get(lease.slot().worker());
    if (worker != null) {
      network.send(() -> worker.start(lease));
    }
  }

  private void stop(Lease lease) {
    SimulatedWorker worker = addresses.get(lease.slot().worker());
    if (worker != null) {
      network.send(() -> worker.stop(lease.id()));
    }
  }

  private void checkState() {
    List<RunningTrial> running = state.running();
    Set<TrialId> trials = new HashSet<>();
    for (RunningTrial each : running) {
      if (!trials.add(each.trial().id()) || !each.lease().expiresAt().isAfter(time.now())) {
        throw new AssertionError("second lease of a trial, or overdue: " + each.lease());
      }
    }
    assertThat(state.counts().get(TrialState.LEASED)).isEqualTo(running.size());
    if (state.queueLength() > 0 && state.slots().get(SlotState.IDLE) > 0) {
      ResourceAuditor.checkThatAllWaitForSomething(state);
    }
  }
}
