package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final Duration PATIENCE = Duration.ofDays(7);

  private final SimulatedTime time = new SimulatedTime(Samples.START);
  private final Auditor auditor = new Auditor();
  private final SimulatedChance chance;
  private final SimulatedCoordinator coordinator;
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final List<List<Trial>> unsubmitted = new ArrayList<>();
  private final int trials;
  private int crashes;

  /** What came out. */
  record Outcome(
      List<Event> history,
      Map<TrialState, Integer> counts,
      Map<Verdict.Kind, Integer> verdicts,
      int crashes,
      Duration lasted) {}

  Simulation(long seed, int trials, int workerCount, Bug bug) {
    this.trials = trials;
    chance = new SimulatedChance(seed);
    SimulatedNetwork network = new SimulatedNetwork(time, chance);
    coordinator = new SimulatedCoordinator(time, chance, network, auditor, bug);
    for (int i = 0; i < workerCount; i++) {
      workers.add(
          new SimulatedWorker(time, chance, network, coordinator, "gpu-" + i, 1 + chance.below(4)));
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      // Neighbouring sweeps share a tenth of their trials.
      int first = sweep * trials / SWEEPS;
      int end = Math.min(trials, (sweep + 1) * trials / SWEEPS + trials / (SWEEPS * 10));
      unsubmitted.add(IntStream.range(first, end).mapToObj(Samples::trial).toList());
    }
    time.after(Duration.ofSeconds(1), this::people);
    time.after(Duration.ofSeconds(30), this::misfortune);
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
                + counts.get(TrialState.CANCELLED))
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
                  .submit(now, id, "sweep-" + number, "…", sweep, 3 + number % 3));
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

  private static List<TrialId> ids(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(Samples::id).toList();
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
