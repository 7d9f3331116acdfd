package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Repeats;
import cbd.domain.Resources;
import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A deterministic cluster: thousands of trials, dozens of failing workers, a coordinator that
 * crashes, a network that loses, doubles and reorders, people who cancel and requeue. Equal seeds
 * give equal histories.
 */
final class Simulation {
  private static final int SWEEPS = 6;
  private static final long GIB = 1L << 30;
  private static final Duration PATIENCE = Duration.ofDays(7);

  private final SimulatedTime time = new SimulatedTime(Samples.START);
  private final Auditor auditor = new Auditor();
  private final SimulatedChance chance;
  private final SimulatedCoordinator coordinator;
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final List<List<Trial>> unsubmitted = new ArrayList<>();
  private final int trials;
  private final boolean demanding;
  private int crashes;

  /**
   * What came out.
   *
   * @param several leases that took more than one slot
   * @param cameBack trials that had failed unheard and went on when their worker came back
   */
  record Outcome(
      List<Event> history,
      Map<TrialState, Integer> counts,
      Map<Verdict.Kind, Integer> verdicts,
      int crashes,
      int several,
      int cameBack,
      Duration lasted) {}

  /** One whose trials run in any slot. */
  Simulation(long seed, int trials, int workerCount, Bug bug) {
    this(seed, trials, workerCount, bug, false);
  }

  /**
   * @param demanding whether trials ask for memory and several slots, and workers tell what they
   *     have
   */
  Simulation(long seed, int trials, int workerCount, Bug bug, boolean demanding) {
    this.trials = trials;
    this.demanding = demanding;
    chance = new SimulatedChance(seed);
    SimulatedNetwork network = new SimulatedNetwork(time, chance);
    coordinator = new SimulatedCoordinator(time, chance, network, auditor, bug);
    for (int i = 0; i < workerCount; i++) {
      Integer brokenSlot = i == 0 ? 0 : null;
      ResourceAuditor.Machine machine = machine(i, 1 + chance.below(4));
      auditor.resources().isThere(new WorkerId("gpu-" + i), machine);
      workers.add(
          new SimulatedWorker(time, chance, network, coordinator, "gpu-" + i, machine, brokenSlot));
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      // Neighbouring sweeps share a tenth of their trials.
      int first = sweep * trials / SWEEPS;
      int end = Math.min(trials, (sweep + 1) * trials / SWEEPS + trials / (SWEEPS * 10));
      unsubmitted.add(IntStream.range(first, end).mapToObj(Samples::trial).toList());
    }
    time.after(Duration.ofSeconds(1), this::people);
    time.after(Duration.ofSeconds(30), this::misfortune);
    time.after(Duration.ofSeconds(45), this::steer);
  }

  /** Slots of a size, two on each device; the second machine has room for whatever comes. */
  private ResourceAuditor.Machine machine(int number, int slots) {
    if (!demanding) {
      return new ResourceAuditor.Machine(Collections.nCopies(slots, "cpu"), 0);
    }
    int count = number == 1 ? Math.max(2, slots) : slots;
    return new ResourceAuditor.Machine(
        IntStream.range(0, count).mapToObj(slot -> "gpu:" + slot / 2).toList(),
        number == 1 ? 8 * GIB : (2 + 2 * (number % 3)) * GIB);
  }

  /** Runs until every trial is over and everything is durable, checking at every step. */
  Outcome run() {
    Instant end = Samples.START.plus(PATIENCE);
    while (!finished()) {
      assertThat(time.step()).as("something is always planned").isTrue();
      assertThat(time.now()).as("all trials come to an end").isBefore(end);
    }
    assertThat(auditor.accepted()).isEqualTo(trials);
    Map<TrialState, Integer> counts = coordinator.state().counts();
    assertThat(
            counts.get(TrialState.SUCCEEDED)
                + counts.get(TrialState.FAILED)
                + counts.get(TrialState.CANCELLED)
                + counts.get(TrialState.STOPPED))
        .isEqualTo(trials);
    assertThat(auditor.results()).isEqualTo(counts.get(TrialState.SUCCEEDED));
    assertThat(auditor.fold().standings())
        .as("the state is what the history says")
        .isEqualTo(coordinator.state().standings());
    return new Outcome(
        List.copyOf(auditor.history()),
        counts,
        Map.copyOf(coordinator.verdicts()),
        crashes,
        auditor.resources().several(),
        coordinator.returns().ofFailed(),
        Duration.between(Samples.START, time.now()));
  }

  private boolean finished() {
    return unsubmitted.isEmpty() && auditor.allOver() && coordinator.idle();
  }

  private void people() {
    if (coordinator.isUp() && !unsubmitted.isEmpty()) {
      int number = SWEEPS - unsubmitted.size();
      List<Trial> sweep = unsubmitted.remove(0);
      SweepId id = SweepId.of("sweep-" + number, sweep.stream().map(Trial::id).toList());
      Instant now = time.now();
      coordinator.said(
          state ->
              coordinator
                  .scheduler()
                  .submit(now, id, "sweep-" + number, "…", sweep, 3 + number % 3, terms(number)));
      resubmitUnlessDurable(id, sweep);
    }
    Instant now = time.now();
    int first = chance.below(trials);
    if (chance.one(2)) {
      coordinator.said(state -> coordinator.scheduler().cancel(state, ids(first, 3), now));
    } else {
      coordinator.said(state -> coordinator.scheduler().requeue(state, ids(first, 500), 2, now));
    }
    time.after(chance.seconds(60, 1200), this::people);
  }

  /** People pause and take out of service, and more often they let all go on. */
  private void steer() {
    int first = chance.below(trials);
    WorkerId worker = new WorkerId("gpu-" + chance.below(workers.size()));
    Instant now = time.now();
    time.after(chance.seconds(20, 200), this::steer);
    switch (chance.below(8)) {
      case 0 ->
          coordinator.said(
              state -> {
                List<TrialId> wanted = new ArrayList<>(ids(first, 20));
                state.running().stream().limit(2).forEach(it -> wanted.add(it.trial().id()));
                return Steering.pause(state, wanted, chance.one(2), now);
              });
      case 1 ->
          coordinator.said(
              state -> {
                Hold.Kind kind = chance.one(2) ? Hold.Kind.DRAINING_NOW : Hold.Kind.CORDONED;
                return Steering.cordon(state, worker, kind, chance.one(2), "a person", now);
              });
      case 2, 3, 4 -> coordinator.said(state -> Steering.resume(state, ids(0, trials), now));
      default ->
          coordinator.said(
              state ->
                  IntStream.range(0, workers.size())
                      .mapToObj(number -> new WorkerId("gpu-" + number))
                      .flatMap(each -> Steering.uncordon(state, each, null, now).stream())
                      .toList());
    }
  }

  private static List<TrialId> ids(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(Samples::id).toList();
  }

  private SweepTerms terms(int number) {
    Stopping stopping =
        switch (number) {
          case 1, 2 -> new Stopping.Median(0.2, 2, 5);
          case 4 -> new Stopping.Asha(0.2, 1, 2);
          default -> new Stopping.Never();
        };
    Resources resources =
        switch (demanding ? number : -1) {
          case 0 -> new Resources(2, 0);
          case 3 -> new Resources(1, 6 * GIB);
          case 5 -> new Resources(2, 10 * GIB);
          default -> Resources.ANY;
        };
    return new SweepTerms(
        number % 3 - 1, List.of(), "", new Repeats.AsWritten(), stopping, resources);
  }

  /** A person who got no answer submits again. */
  private void resubmitUnlessDurable(SweepId id, List<Trial> sweep) {
    time.after(
        Duration.ofSeconds(10),
        () -> {
          boolean durable =
              auditor.history().stream()
                  .anyMatch(e -> e instanceof Event.SweepAccepted a && a.sweep().equals(id));
          if (!durable) {
            unsubmitted.add(0, sweep);
          }
        });
  }

  private void misfortune() {
    SimulatedWorker unlucky = chance.of(workers);
    int kind = chance.below(12);
    if (kind == 0 && coordinator.isUp()) {
      crashes++;
      coordinator.crash();
    } else if (kind < 5) {
      unlucky.die();
    } else if (kind < 10) {
      unlucky.stall();
    } else {
      unlucky.leave();
    }
    time.after(chance.seconds(5, 90), this::misfortune);
  }
}
