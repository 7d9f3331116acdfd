package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Collection;
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

  private ClusterState state = new ClusterState();
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
    ClusterState folded = auditor.fold();
    Collection<TrialStanding> standings = folded.standings();
    if (bug == Bug.FORGETS_LEASES) {
      standings = standings.stream().map(SimulatedCoordinator::leaseForgotten).toList();
    }
    long next = bug == Bug.FORGETS_LEASE_IDS ? forgottenIds(standings) : folded.nextLeaseId();
    state = ClusterState.restore(standings, next, time.now(), scheduler.settings());
    up = true;
  }

  private static TrialStanding leaseForgotten(TrialStanding standing) {
    TrialState state = standing.state() == TrialState.LEASED ? TrialState.QUEUED : standing.state();
    return new TrialStanding(
        standing.trial(),
        standing.order(),
        state,
        standing.attempt(),
        standing.maxAttempts(),
        null,
        0,
        standing.notBefore());
  }

  /** As a store would that knows only the leases that run. */
  private static long forgottenIds(Collection<TrialStanding> standings) {
    return standings.stream()
            .filter(standing -> standing.lease() != null)
            .mapToLong(standing -> standing.lease().id().value())
            .max()
            .orElse(0)
        + 1;
  }

  // What workers and people say.

  void register(SimulatedWorker worker, WorkerDescription description, List<LeaseId> running) {
    if (!up) {
      return;
    }
    Registration answer = scheduler.register(state, description, running, time.now());
    if (answer.refusal().isPresent()) {
      return;
    }
    addresses.put(description.id(), worker);
    apply(answer.events());
    List<Lease> resend = answer.resend();
    then(
        () -> {
          network.send(
              () -> worker.registered(description.incarnation(), answer.adopted(), running));
          resend.forEach(this::start);
        });
  }

  void pulse(SimulatedWorker worker, WorkerId id, long incarnation) {
    if (up && !scheduler.pulse(state, id, incarnation, time.now())) {
      network.send(worker::registrationNeeded);
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
    if (verdict.kind() == Verdict.Kind.EARLY) {
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
                if (!(followed instanceof Event.TrialSucceeded)) {
                  effects.add(() -> stop(ended));
                }
              });
      if (followed instanceof Event.LeaseGranted granted) {
        everGranted.put(granted.lease().id(), granted.lease().trial());
        effects.add(() -> start(granted.lease()));
      }
      unwritten.add(followed);
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
    if (state.queueLength() > 0) {
      assertThat(state.slots().get(SlotState.IDLE)).as("idle slots beside a queue").isZero();
    }
  }
}
