package cbd.coordinator.schedule;

import static cbd.coordinator.schedule.Samples.START;
import static cbd.coordinator.schedule.Samples.epoch;
import static cbd.coordinator.schedule.Samples.failed;
import static cbd.coordinator.schedule.Samples.id;
import static cbd.coordinator.schedule.Samples.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SweepTerms;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final WorkerId GPU_1 = new WorkerId("gpu-1");

  private final Scheduler scheduler = new Scheduler(Samples.SETTINGS);
  private final ClusterState state = new ClusterState();
  private Instant now = START;

  @Test
  void grantsTrialsInGridOrderToSlotsSpreadOverWorkers() {
    accept(3, 3);
    register("gpu-2", 1, 2);
    register("gpu-1", 1, 2);
    decide();
    assertThat(state.running())
        .extracting(each -> each.lease().slot().toString())
        .containsExactly("gpu-1/0", "gpu-1/1", "gpu-2/0");
    assertThat(leaseOf(0).slot()).hasToString("gpu-1/0");
    assertThat(leaseOf(1).slot()).hasToString("gpu-2/0");
    assertThat(leaseOf(2).slot()).hasToString("gpu-1/1");
    assertThat(state.slots()).containsEntry(SlotState.IDLE, 1).containsEntry(SlotState.LEASED, 3);
  }

  @Test
  void grantsNothingTwice() {
    accept(1, 3);
    register("gpu-1", 1, 2);
    decide();
    assertThat(scheduler.decide(state, now)).isEmpty();
  }

  @Test
  void servesSweepsInTheOrderOfAcceptanceAndReturningTrialsAtTheirOldPlace() {
    accept(3, 3);
    register("gpu-1", 1, 1);
    decide();
    assertThat(leaseOf(0)).isNotNull();
    finish(leaseOf(0), 1, failed(Failure.RUNNER_DIED));
    decide();
    assertThat(leaseOf(1)).isNotNull();
    pass(Samples.SETTINGS.coolDown());
    decide();
    finish(leaseOf(1), 1, new TrialOutcome.Succeeded(Samples.result(1)));
    decide();
    assertThat(leaseOf(0).attempt()).isEqualTo(2);
  }

  @Test
  void expiresALeaseThatMakesNoProgress() {
    accept(1, 2);
    register("gpu-1", 1, 1);
    decide();
    pass(Duration.ofSeconds(89));
    assertThat(scheduler.decide(state, now)).isEmpty();
    pass(Duration.ofSeconds(1));
    List<Event> events = decide();
    assertThat(events.get(0))
        .isInstanceOfSatisfying(
            Event.LeaseExpired.class,
            expired -> {
              assertThat(expired.reason()).isEqualTo("worker gpu-1 made no progress for 90 s");
              assertThat(expired.next()).isEqualTo(new Event.Next.Retry(now.plusSeconds(10)));
            });
    assertThat(state.counts()).containsEntry(TrialState.COOLING_DOWN, 1);
  }

  @Test
  void givesUpWhenTheLastAttemptExpires() {
    accept(1, 1);
    register("gpu-1", 1, 1);
    decide();
    pass(Duration.ofSeconds(90));
    decide();
    assertThat(standing(0).state()).isEqualTo(TrialState.FAILED);
  }

  @Test
  void progressRenewsALeaseAndAPulseDoesNot() {
    accept(2, 3);
    register("gpu-1", 1, 2);
    decide();
    pass(Duration.ofSeconds(60));
    assertThat(scheduler.progress(state, leaseOf(0).id(), Samples.progress(0.4), now)).isTrue();
    assertThat(scheduler.condition(state, GPU_1, 1, "", now)).isTrue();
    pass(Duration.ofSeconds(60));
    decide();
    assertThat(standing(0).state()).isEqualTo(TrialState.LEASED);
    assertThat(standing(1).state()).isEqualTo(TrialState.COOLING_DOWN);
    assertThat(state.running(id(0)).orElseThrow().progress()).contains(Samples.progress(0.4));
  }

  @Test
  void anEpochRenewsTheLeaseAndIsShown() {
    accept(1, 3);
    register("gpu-1", 1, 1);
    decide();
    pass(Duration.ofSeconds(60));
    apply(scheduler.epochDone(state, leaseOf(0).id(), 1, epoch(1), now).events());
    assertThat(leaseOf(0).expiresAt()).isEqualTo(now.plusSeconds(90));
    assertThat(state.running().get(0).lastEpoch()).contains(epoch(1));
    assertThat(state.running().get(0).lastScores()).contains(epoch(1).scores());
  }

  @Test
  void countsAReportOnceAndWaitsForAMissingOne() {
    accept(1, 3);
    register("gpu-1", 1, 1);
    decide();
    LeaseId lease = leaseOf(0).id();
    assertThat(scheduler.epochDone(state, lease, 2, epoch(2), now).kind())
        .isEqualTo(Verdict.Kind.EARLY);
    apply(scheduler.epochDone(state, lease, 1, epoch(1), now).events());
    Verdict again = scheduler.epochDone(state, lease, 1, epoch(1), now);
    assertThat(again).isEqualTo(new Verdict(Verdict.Kind.DUPLICATE, List.of()));
    assertThat(scheduler.epochDone(state, lease, 2, epoch(2), now).kind())
        .isEqualTo(Verdict.Kind.NEWS);
  }

  @Test
  void tellsASecondCopyOfTheResultFromAStaleWorker() {
    accept(1, 3);
    register("gpu-1", 1, 1);
    decide();
    Lease lease = leaseOf(0);
    TrialOutcome outcome = new TrialOutcome.Succeeded(Samples.result(1));
    finish(lease, 1, outcome);
    assertThat(scheduler.attemptFinished(state, lease.id(), 1, outcome, now).kind())
        .isEqualTo(Verdict.Kind.DUPLICATE);
    assertThat(scheduler.attemptFinished(state, new LeaseId(77), 1, outcome, now).kind())
        .isEqualTo(Verdict.Kind.STALE);
  }

  @Test
  void refusesWhatALeaseSaysThatIsNotCurrentAnyMore() {
    accept(1, 3);
    register("gpu-1", 1, 1);
    decide();
    Lease old = leaseOf(0);
    pass(Duration.ofSeconds(90));
    decide();
    pass(Duration.ofSeconds(10));
    scheduler.condition(state, GPU_1, 1, "", now);
    decide();
    assertThat(leaseOf(0).attempt()).isEqualTo(2);
    assertThat(scheduler.progress(state, old.id(), Samples.progress(0.9), now)).isFalse();
    assertThat(scheduler.epochDone(state, old.id(), 1, epoch(1), now).kind())
        .isEqualTo(Verdict.Kind.STALE);
    Event forged = new Event.TrialSucceeded(now, old.id(), id(0), 2, 1, Samples.result(1));
    assertThatThrownBy(() -> state.apply(forged))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("lease 1 is not its current one");
  }

  @Test
  void doesNotRetryWhatWouldHappenAgain() {
    accept(1, 3);
    register("gpu-1", 1, 1);
    decide();
    List<Event> events = finish(leaseOf(0), 1, failed(Failure.DIVERGED));
    assertThat(((Event.AttemptFailed) events.get(0)).next())
        .isEqualTo(
            new Event.Next.GiveUp("it failed (DIVERGED would happen again in every attempt)"));
    assertThat(standing(0).state()).isEqualTo(TrialState.FAILED);
  }

  @Test
  void retriesElsewhereWhenAnotherWorkerIsFree() {
    accept(1, 3);
    register("gpu-1", 1, 2);
    register("gpu-2", 1, 1);
    decide();
    assertThat(leaseOf(0).slot()).hasToString("gpu-1/0");
    finish(leaseOf(0), 1, failed(Failure.OUT_OF_MEMORY));
    pass(Duration.ofSeconds(10));
    decide();
    assertThat(leaseOf(0).slot()).hasToString("gpu-2/0");
    apply(scheduler.leave(state, new WorkerId("gpu-2"), 1, now));
    pass(Duration.ofSeconds(20));
    scheduler.condition(state, GPU_1, 1, "", now);
    decide();
    assertThat(leaseOf(0).slot()).as("better there than nowhere").hasToString("gpu-1/0");
  }

  @Test
  void anAttemptThatIsHandedBackDoesNotCount() {
    accept(1, 3);
    register("gpu-1", 1, 1);
    decide();
    List<Event> events = finish(leaseOf(0), 1, new TrialOutcome.Stopped("it is told to go"));
    assertThat(events.get(0))
        .isInstanceOfSatisfying(
            Event.LeaseReturned.class,
            returned ->
                assertThat(returned.reason())
                    .isEqualTo("worker gpu-1 handed it back: it is told to go"));
    assertThat(standing(0).attempt()).isEqualTo(2);
    assertThat(standing(0).maxAttempts()).as("all three are left").isEqualTo(4);
  }

  @Test
  void cancelsWhatIsNotOverAndNamesTheLeaseToStop() {
    accept(2, 3);
    register("gpu-1", 1, 1);
    decide();
    Lease running = leaseOf(0);
    List<Event> events = scheduler.cancel(state, List.of(id(0), id(1), id(7)), now);
    assertThat(events).hasSize(2);
    assertThat(state.apply(events.get(0))).contains(running);
    assertThat(state.apply(events.get(1))).isEmpty();
    assertThat(scheduler.cancel(state, List.of(id(0), id(1)), now)).isEmpty();
    assertThat(state.slots()).containsEntry(SlotState.IDLE, 1);
  }

  @Test
  void anAttemptThatNeverBeganUsesUpNoNumber() {
    apply(List.of(Samples.accepted(1, 3)));
    for (int i = 0; i < 5; i++) {
      apply(scheduler.cancel(state, List.of(id(0)), now));
      assertThat(state.standing(id(0)).orElseThrow().attempt()).isZero();
      apply(scheduler.requeue(state, List.of(id(0)), 3, now));
    }

    TrialStanding standing = state.standing(id(0)).orElseThrow();
    assertThat(standing.attempt()).isEqualTo(1);
    assertThat(standing.maxAttempts()).isEqualTo(3);
  }

  @Test
  void requeuesWhatFailedWithItsFullNumberOfAttempts() {
    accept(1, 3);
    register("gpu-1", 1, 1);
    decide();
    finish(leaseOf(0), 1, failed(Failure.DIVERGED));
    apply(scheduler.requeue(state, List.of(id(0)), 3, now));
    assertThat(standing(0).attempt()).isEqualTo(2);
    assertThat(standing(0).maxAttempts()).isEqualTo(4);
    assertThat(scheduler.requeue(state, List.of(id(0)), 3, now)).isEmpty();
    assertThatThrownBy(() -> scheduler.requeue(state, List.of(id(0)), 0, now))
        .hasMessage("attempts must be at least 1, but was 0");
  }

  private void accept(int trials, int maxAttempts) {
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

  private void register(String name, long incarnation, int slots) {
    apply(scheduler.register(state, worker(name, incarnation, slots), List.of(), now).events());
  }

  private List<Event> finish(Lease lease, long sequence, TrialOutcome outcome) {
    return apply(scheduler.attemptFinished(state, lease.id(), sequence, outcome, now).events());
  }

  private List<Event> decide() {
    List<Event> events = apply(scheduler.decide(state, now));
    for (List<Event> more = events; !more.isEmpty(); ) {
      more = apply(scheduler.decide(state, now));
    }
    return events;
  }

  private List<Event> apply(List<Event> events) {
    events.forEach(state::apply);
    return events;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Lease leaseOf(int trial) {
    TrialId id = id(trial);
    return state.running(id).orElseThrow().lease();
  }

  private TrialStanding standing(int trial) {
    return state.standing(id(trial)).orElseThrow();
  }
}
