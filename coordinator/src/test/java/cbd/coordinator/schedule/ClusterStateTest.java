package cbd.coordinator.schedule;

import static cbd.coordinator.schedule.Samples.START;
import static cbd.coordinator.schedule.Samples.id;
import static cbd.coordinator.schedule.Samples.lease;
import static cbd.coordinator.schedule.Samples.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import cbd.domain.Lease;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterStateTest {
  private final ClusterState state = new ClusterState();

  @Test
  void queuesNewTrialsInOrderBehindAllOthers() {
    state.apply(Samples.accepted(2, 3));
    state.apply(Samples.accepted(3, 5));
    assertThat(state.standings())
        .extracting(TrialStanding::order, TrialStanding::maxAttempts)
        .containsExactly(tuple(0L, 3), tuple(1L, 3), tuple(2L, 5));
    assertThat(state.counts()).containsEntry(TrialState.QUEUED, 3);
  }

  @Test
  void neverUsesALeaseIdAgain() {
    state.apply(Samples.accepted(2, 3));
    grant(lease(4, 0, 1, slot("gpu-1", 0)));
    assertThat(state.nextLeaseId()).isEqualTo(5);
    assertThatThrownBy(() -> grant(lease(4, 1, 1, slot("gpu-1", 1))))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("lease id 4 was used before; the next one is 5");
  }

  @Test
  void givesASlotOneLeaseAtATime() {
    state.apply(Samples.accepted(2, 3));
    grant(lease(1, 0, 1, slot("gpu-1", 0)));
    assertThatThrownBy(() -> grant(lease(2, 1, 1, slot("gpu-1", 0))))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessage("slot gpu-1/0 has another lease");
    assertThat(state.counts()).containsEntry(TrialState.QUEUED, 1);
  }

  @Test
  void refusesEventsOfAnotherAttemptOrOutOfSequence() {
    state.apply(Samples.accepted(1, 3));
    assertThatThrownBy(() -> grant(lease(1, 0, 2, slot("gpu-1", 0))))
        .hasMessageContaining("attempt 2 is not attempt 1");
    Lease lease = lease(1, 0, 1, slot("gpu-1", 0));
    grant(lease);
    Event second = new Event.EpochRecorded(START, lease.id(), id(0), 1, 2, Samples.epoch(2), START);
    assertThatThrownBy(() -> state.apply(second))
        .hasMessageContaining("report 2 does not follow report 0");
  }

  @Test
  void anEpochNeverShortensALeaseThatProgressHasRenewed() {
    state.apply(Samples.accepted(1, 3));
    Lease lease = lease(1, 0, 1, slot("gpu-1", 0));
    grant(lease);
    state.apply(new Event.EpochRecorded(START, lease.id(), id(0), 1, 1, Samples.epoch(1), START));
    assertThat(state.lease(lease.id()).orElseThrow().expiresAt()).isEqualTo(lease.expiresAt());
  }

  @Test
  void refusesToRestoreWhatContradictsItself() {
    TrialStanding leaseless =
        new TrialStanding(Samples.trial(0), 0, TrialState.LEASED, 1, 3, null, 0, null);
    assertThatThrownBy(() -> restore(1, leaseless)).hasMessageContaining("contradicts itself");
    TrialStanding first = leased(0, lease(1, 0, 1, slot("gpu-1", 0)));
    TrialStanding second = leased(1, lease(2, 1, 1, slot("gpu-1", 0)));
    assertThatThrownBy(() -> restore(3, first, second)).hasMessageContaining("shares its slot");
    assertThatThrownBy(() -> restore(1, first)).hasMessageContaining("next id 1");
    assertThatThrownBy(() -> restore(3, first, first)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void standsThereAfterARestartAsBefore() {
    state.apply(Samples.accepted(3, 3));
    Lease lease = lease(1, 0, 1, slot("gpu-1", 0));
    grant(lease);
    state.apply(
        new Event.LeaseExpired(
            START, lease.id(), id(0), 1, "silent", new Event.Next.Retry(START.plusSeconds(10))));
    state.apply(new Event.TrialCancelled(START, id(1)));
    ClusterState again =
        ClusterState.restore(
            state.standings(), state.nextLeaseId(), List.of(), START, Samples.SETTINGS);
    assertThat(again.standings()).isEqualTo(state.standings());
    assertThat(again.counts()).isEqualTo(state.counts());
    assertThat(again.cooled(START.plusSeconds(10))).hasSize(1);
  }

  @Test
  void holdsAHundredThousandTrialsAndServesThemInOrder() {
    state.apply(Samples.accepted(100_000, 3));
    Scheduler scheduler = new Scheduler(Samples.SETTINGS);
    scheduler.register(state, Samples.worker("gpu-1", 1, 100), List.of(), START);
    for (int next = 0; next < 100_000; next += 100) {
      scheduler.decide(state, START).forEach(state::apply);
      for (RunningTrial running : state.running()) {
        int expected = next + running.lease().slot().index();
        assertThat(running.trial().id()).isEqualTo(id(expected));
        Verdict verdict =
            scheduler.attemptFinished(
                state,
                running.lease().id(),
                1,
                new TrialOutcome.Succeeded(Samples.result(1)),
                START);
        verdict.events().forEach(state::apply);
      }
    }
    assertThat(state.counts()).containsEntry(TrialState.SUCCEEDED, 100_000);
    assertThat(state.queueLength()).isZero();
  }

  @Test
  void pausesDoubleUpToTheirMaximum() {
    SchedulerSettings settings = Samples.SETTINGS;
    assertThat(settings.coolDownAfter(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.coolDownAfter(4)).isEqualTo(Duration.ofSeconds(80));
    assertThat(settings.coolDownAfter(1000)).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> settings.withLeaseDuration(Duration.ZERO))
        .hasMessage("leaseDuration must be longer than 0, but was PT0S");
  }

  private static TrialStanding leased(int trial, Lease lease) {
    return new TrialStanding(Samples.trial(trial), trial, TrialState.LEASED, 1, 3, lease, 0, null);
  }

  private static ClusterState restore(long nextLeaseId, TrialStanding... standings) {
    return ClusterState.restore(
        List.of(standings), nextLeaseId, List.of(), START, Samples.SETTINGS);
  }

  private void grant(Lease lease) {
    state.apply(new Event.LeaseGranted(START, lease));
  }
}
