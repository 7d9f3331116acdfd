package cbd.coordinator.schedule;

import static cbd.coordinator.schedule.Samples.START;
import static cbd.coordinator.schedule.Samples.id;
import static cbd.coordinator.schedule.Samples.worker;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers come, go, come back, and are taken for others. */
class WorkersTest {
  private static final WorkerId GPU_1 = new WorkerId("gpu-1");

  private final Scheduler scheduler = new Scheduler(Samples.SETTINGS);
  private ClusterState state = new ClusterState();
  private Instant now = START;

  @BeforeEach
  void oneWorkerRunsATrial() {
    state.apply(Samples.accepted(1, 3));
    register(1, List.of());
    decide();
  }

  @Test
  void aWorkerThatStillRunsALeaseKeepsIt() {
    scheduler.progress(state, lease(), Samples.progress(0.1), now);
    Registration again = register(1, List.of(lease(), new LeaseId(99)));
    assertThat(again.adopted()).containsExactly(lease());
    assertThat(again.events()).isEmpty();
    assertThat(again.resend()).isEmpty();
  }

  @Test
  void aWorkerThatStoppedRunningALeaseLosesItAtOnce() {
    scheduler.progress(state, lease(), Samples.progress(0.1), now);
    Registration again = register(1, List.of());
    assertThat(again.events())
        .singleElement()
        .isInstanceOfSatisfying(
            Event.LeaseReturned.class,
            returned ->
                assertThat(returned.reason())
                    .isEqualTo("worker gpu-1 registered and does not run it any more"));
    assertQueuedWithAllItsAttempts();
    assertThat(state.slots()).containsEntry(SlotState.IDLE, 2);
  }

  @Test
  void anOrderThatMayHaveCrossedTheRegistrationIsSentAgain() {
    Registration again = register(1, List.of());
    assertThat(again.events()).isEmpty();
    assertThat(again.resend()).extracting(Lease::id).containsExactly(lease());
  }

  @Test
  void aNewProcessWithoutTheLeaseLosesItEvenIfTheOldOneNeverSpokeOfIt() {
    assertThat(register(2, List.of()).events()).hasSize(1);
    assertQueuedWithAllItsAttempts();
  }

  @Test
  void aNewProcessMayStillHaveReportsOfTheOldOne() {
    assertThat(register(2, List.of(lease())).adopted()).containsExactly(lease());
  }

  @Test
  void anOlderProcessOfTheSameNameIsRefused() {
    register(5, List.of(lease()));
    Registration older = scheduler.register(state, worker("gpu-1", 1, 2), List.of(lease()), now);
    assertThat(older.refusal().orElseThrow())
        .startsWith("another process that was started later is registered as worker gpu-1");
    assertThat(older.adopted()).isEmpty();
    assertThat(scheduler.condition(state, GPU_1, 1, "", now)).isFalse();
  }

  @Test
  void aRebootWithASlowClockLocksNoWorkerOut() {
    register(5, List.of());
    pass(Duration.ofSeconds(15));
    assertThat(scheduler.findLost(state, now)).containsExactly(GPU_1);

    assertThat(register(1, List.of()).refusal()).isEmpty();
    assertThat(scheduler.condition(state, GPU_1, 1, "", now)).isTrue();
    assertThat(state.slots()).containsEntry(SlotState.IDLE, 2);
    assertThat(scheduler.condition(state, GPU_1, 5, "", now)).isFalse();

    assertThat(register(5, List.of()).refusal()).as("it was only silent").isEmpty();
    assertThat(register(1, List.of()).refusal()).as("the later one is heard").isPresent();
  }

  @Test
  void aSilentWorkerIsLostOnceAndGetsNothingButKeepsItsLease() {
    pass(Duration.ofSeconds(15));
    assertThat(scheduler.findLost(state, now)).containsExactly(GPU_1);
    assertThat(scheduler.findLost(state, now)).isEmpty();
    assertThat(state.slots()).containsEntry(SlotState.LOST, 2).containsEntry(SlotState.IDLE, 0);
    state.apply(
        new Event.SweepAccepted(now, Samples.SWEEP, "demo", "…", List.of(Samples.trial(8)), 3));
    assertThat(scheduler.decide(state, now)).isEmpty();
    assertThat(standing().state()).isEqualTo(TrialState.LEASED);

    assertThat(scheduler.condition(state, GPU_1, 1, "", now)).isTrue();
    assertThat(state.slots()).containsEntry(SlotState.LEASED, 1).containsEntry(SlotState.IDLE, 1);
    assertThat(scheduler.decide(state, now)).hasSize(1);
  }

  @Test
  void aWorkerWhoseNodeWasRemovedIsLostBeforeItsPulsesAreMissed() {
    assertThat(scheduler.nodeRemoved(state, GPU_1)).isTrue();
    assertThat(scheduler.nodeRemoved(state, GPU_1)).isFalse();
    assertThat(state.workers().get(0).lost()).isTrue();
    assertThat(standing().state()).isEqualTo(TrialState.LEASED);
  }

  @Test
  void aLongLostWorkerIsForgottenOnceItHoldsNoLease() {
    pass(Duration.ofHours(1));
    scheduler.findLost(state, now);
    assertThat(state.workers()).hasSize(1);
    decide();
    scheduler.findLost(state, now);
    assertThat(state.workers()).isEmpty();
    assertThat(scheduler.condition(state, GPU_1, 1, "", now)).isFalse();
  }

  @Test
  void aWorkerThatLeavesGivesBackItsLeasesAtOnce() {
    assertThat(scheduler.leave(state, GPU_1, 7, now)).isEmpty();
    List<Event> events = scheduler.leave(state, GPU_1, 1, now);
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.LeaseReturned.class,
            returned -> assertThat(returned.reason()).isEqualTo("worker gpu-1 left"));
    events.forEach(state::apply);
    assertQueuedWithAllItsAttempts();
    assertThat(state.workers()).isEmpty();
    assertThat(state.slots()).containsEntry(SlotState.IDLE, 0);
  }

  @Test
  void aRestoredLeaseLastsAFullDurationAndReservesItsSlot() {
    restart();
    assertThat(lease()).isNotNull();
    assertThat(state.running(id(0)).orElseThrow().lease().expiresAt())
        .isEqualTo(now.plusSeconds(90));
    assertThat(state.slots()).containsEntry(SlotState.LOST, 1);
    state.apply(
        new Event.SweepAccepted(
            now, Samples.SWEEP, "demo", "…", List.of(Samples.trial(7), Samples.trial(8)), 3));
    register(1, List.of(lease()));
    decide();
    assertThat(state.running())
        .extracting(each -> each.lease().slot() + " " + each.trial().id().brief())
        .containsExactly("gpu-1/0 00000000", "gpu-1/1 00000000");
    assertThat(state.queueLength()).isEqualTo(1);
    assertThat(state.nextLeaseId()).isEqualTo(3);
  }

  @Test
  void aShortRestoredLeaseLastsUntilItsWorkerCanHaveFoundTheNewCoordinator() {
    SchedulerSettings brief = Samples.SETTINGS.withLeaseDuration(Duration.ofSeconds(3));
    pass(Duration.ofHours(1));
    state = ClusterState.restore(state.standings(), state.nextLeaseId(), List.of(), now, brief);
    pass(Duration.ofSeconds(44));
    assertThat(new Scheduler(brief).decide(state, now)).isEmpty();
    assertThat(register(1, List.of(lease())).adopted()).containsExactly(lease());
    pass(Duration.ofSeconds(2));
    assertThat(new Scheduler(brief).decide(state, now)).hasSize(1);
  }

  @Test
  void timeInWhichTheCoordinatorStoodStillCountsAgainstNoLease() {
    Duration away = Duration.ofMinutes(10);
    pass(away);
    scheduler.excuse(state, away);
    decide();
    assertThat(register(1, List.of(lease())).adopted()).containsExactly(lease());
    pass(Duration.ofSeconds(89));
    decide();
    assertThat(standing().state()).isEqualTo(TrialState.LEASED);
    pass(Duration.ofSeconds(1));
    decide();
    assertThat(standing().state()).isEqualTo(TrialState.COOLING_DOWN);
  }

  @Test
  void aRestoredLeaseThatItsWorkerDoesNotRunIsLostAtOnce() {
    restart();
    assertThat(register(1, List.of()).events()).hasSize(1);
  }

  @Test
  void aRestoredLeaseOfAWorkerThatNeverComesBackExpires() {
    restart();
    pass(Duration.ofSeconds(90));
    decide();
    assertThat(standing().state()).isEqualTo(TrialState.COOLING_DOWN);
    assertThat(state.slots()).containsEntry(SlotState.LOST, 0);
  }

  @Test
  void aWorkerWithFewerSlotsThanBeforeGetsNoneThatItLacks() {
    Registration smaller = scheduler.register(state, worker("gpu-1", 2, 1), List.of(), now);
    smaller.events().forEach(state::apply);
    assertThat(state.slots()).containsEntry(SlotState.IDLE, 1);
  }

  private void assertQueuedWithAllItsAttempts() {
    assertThat(standing().state()).isEqualTo(TrialState.QUEUED);
    assertThat(standing().attempt()).isEqualTo(2);
    assertThat(standing().maxAttempts()).as("three attempts are left").isEqualTo(4);
  }

  private void restart() {
    pass(Duration.ofMinutes(10));
    state =
        ClusterState.restore(
            state.standings(), state.nextLeaseId(), List.of(), now, scheduler.settings());
  }

  private Registration register(long incarnation, List<LeaseId> running) {
    Registration registration =
        scheduler.register(state, worker("gpu-1", incarnation, 2), running, now);
    registration.events().forEach(state::apply);
    return registration;
  }

  private void decide() {
    scheduler.decide(state, now).forEach(state::apply);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private LeaseId lease() {
    return state.running(id(0)).orElseThrow().lease().id();
  }

  private TrialStanding standing() {
    return state.standing(id(0)).orElseThrow();
  }
}
