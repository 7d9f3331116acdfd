package cbd.coordinator.schedule;

import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Resources;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A scheduler with its state and a clock, and what tests do to them. */
final class Rig {
  final Scheduler scheduler = new Scheduler(Samples.SETTINGS);
  ClusterState state = new ClusterState();
  Instant now = Samples.START;

  void accept(int trials, int maxAttempts) {
    apply(
        scheduler.submit(
            now,
            Samples.SWEEP,
            "demo",
            "…",
            Samples.trials(trials),
            maxAttempts,
            SweepTerms.DEFAULT));
  }

  Registration register(String name, List<LeaseId> running, String... devices) {
    WorkerDescription worker =
        new WorkerDescription(
            new WorkerId(name), 1, name + ".lab", "0.1.0", Arrays.asList(devices));
    Registration registration = scheduler.register(state, worker, running, now);
    apply(registration.events());
    return registration;
  }

  /** Trials of a sweep whose terms ask for resources. */
  void acceptWith(Resources needs, int... trials) {
    List<Trial> brought = Arrays.stream(trials).mapToObj(Samples::trial).toList();
    apply(
        scheduler.submit(
            now,
            SweepId.of("needs", brought.stream().map(Trial::id).toList()),
            "needs",
            "…",
            brought,
            3,
            SweepTerms.DEFAULT.with(needs)));
  }

  /** A worker tells the memory of its slots. */
  void tellMemory(String name, long... bytes) {
    scheduler.slotMemory(state, new WorkerId(name), 1, Arrays.stream(bytes).boxed().toList());
  }

  void register(String name, String... devices) {
    register(name, List.of(), devices);
  }

  /** Lets everything happen that is due. */
  void decide() {
    List<Event> due = scheduler.decide(state, now);
    while (!due.isEmpty()) {
      apply(due);
      due = scheduler.decide(state, now);
    }
  }

  /** Time passes; workers are heard all along. */
  void pass(Duration time) {
    now = now.plus(time);
    state.workers().forEach(view -> state.heard(view.worker(), view.trouble(), now));
    state.running().forEach(running -> scheduler.stillRunning(state, running.lease().id(), now));
    decide();
  }

  List<Event> apply(List<Event> events) {
    events.forEach(state::apply);
    return events;
  }

  List<Event> fail(int trial, Failure failure) {
    return finish(trial, Samples.failed(failure));
  }

  List<Event> succeed(int trial) {
    return finish(trial, new TrialOutcome.Succeeded(Samples.result(1)));
  }

  List<Event> finish(int trial, TrialOutcome outcome) {
    List<Event> events =
        apply(scheduler.attemptFinished(state, lease(trial).id(), 1, outcome, now).events());
    decide();
    return events;
  }

  Lease lease(int trial) {
    return find(trial).orElseThrow();
  }

  Optional<Lease> find(int trial) {
    return state.running(Samples.id(trial)).map(RunningTrial::lease);
  }

  /** Such as {@code gpu-1/0}; empty when it does not run. */
  String slotOf(int trial) {
    return find(trial).map(lease -> lease.slot().toString()).orElse("");
  }

  TrialStanding standing(int trial) {
    return state.standing(Samples.id(trial)).orElseThrow();
  }

  /** As a coordinator does that starts again from its store. */
  void restart() {
    state =
        ClusterState.restore(
            state.standings(), state.nextLeaseId(), state.holds(), now, scheduler.settings());
  }
}
