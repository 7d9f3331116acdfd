package cbd.coordinator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.chaos.check.Undisturbed;
import cbd.coordinator.chaos.cluster.Shape;
import cbd.coordinator.chaos.fault.FaultKind;
import cbd.coordinator.chaos.fault.FaultKinds;
import cbd.coordinator.chaos.fault.PlannedFault;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One trial, killed after its second epoch of three. */
class RecoveryTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Trial TRIAL = Trial.of(Trials.spec(0));

  private final List<HistoryEntry> history = new ArrayList<>();

  private void add(int second, long term, Event event) {
    history.add(new HistoryEntry(history.size() + 1, term, event));
    assertThat(event.at()).isEqualTo(at(second));
  }

  private void begin() {
    SweepId sweep = SweepId.of("one", List.of(TRIAL.id()));
    add(0, 1, new Event.SweepAccepted(at(0), sweep, "one", "", List.of(TRIAL), 3));
    add(1, 1, granted(1, 1, 1, "a"));
    add(2, 1, recorded(2, 1, 1, epoch(1, 0.5)));
    add(3, 1, recorded(3, 1, 1, epoch(2, 0.5)));
  }

  @Test
  void measuresUntilALaterAttemptGetsOn() {
    begin();
    // Said before its death, written after it.
    add(5, 1, recorded(5, 1, 1, epoch(3, 0.5)));
    add(9, 1, granted(9, 2, 2, "b"));
    add(12, 1, recorded(12, 2, 2, epoch(3, 0.6)));

    assertThat(Recovery.of(List.of(fault("worker-killed", "a", 4, 8)), history))
        .containsExactly(new Recovery("worker-killed", Duration.ofSeconds(8)));
  }

  @Test
  void measuresUntilTheSameAttemptGetsOnUnderTheNextCoordinator() {
    begin();
    add(10, 2, recorded(10, 1, 1, epoch(3, 0.5)));

    assertThat(Recovery.of(List.of(fault("coordinator-killed", "coordinator-1", 4, 6)), history))
        .containsExactly(new Recovery("coordinator-killed", Duration.ofSeconds(6)));
  }

  @Test
  void measuresNothingWhenNothingWasHit() {
    begin();
    add(10, 1, recorded(10, 1, 1, epoch(3, 0.5)));

    assertThat(
            Recovery.of(
                List.of(fault("worker-killed", "b", 4, 6), fault("submitted-twice", "c", 4, 4)),
                history))
        .isEmpty();
  }

  @Test
  void countsWhatWasTrainedAgainAndWhatWasSpared() {
    begin();
    add(9, 1, granted(9, 2, 2, "b"));
    add(10, 1, recorded(10, 2, 2, epoch(2, 0.7)));
    add(12, 1, recorded(12, 2, 2, epoch(3, 0.6)));
    List<EpochMetrics> whole = List.of(epoch(1, 1), epoch(2, 1), epoch(3, 1));

    Work work =
        Work.of(history, Map.of(TRIAL.id(), new Undisturbed(Trials.result(0.9, 0.1), whole)));

    assertThat(work).isEqualTo(new Work(1, 2, 0, 4, 1, 1, 1));
  }

  /** An attempt tells the epochs of its checkpoint again, with the times they took. */
  @Test
  void countsWhatIsToldAgainAsSpared() {
    begin();
    add(9, 1, granted(9, 2, 2, "b"));
    add(10, 1, recorded(10, 2, 2, epoch(1, 0.5)));
    add(10, 1, recorded(10, 2, 2, epoch(2, 0.5)));
    add(12, 1, recorded(12, 2, 2, epoch(3, 0.6)));

    Work work = Work.of(history, Map.of());

    assertThat(work).isEqualTo(new Work(1, 2, 0, 5, 0, 1, 2));
  }

  private static InjectedFault fault(String kind, String victim, int from, int to) {
    FaultKind known =
        FaultKinds.of(Shape.single(2, Shape.LEASE, false)).stream()
            .filter(each -> each.name().equals(kind))
            .findFirst()
            .orElseThrow();
    PlannedFault planned = new PlannedFault(1, known, 0, Duration.ZERO, Duration.ZERO);
    return new InjectedFault(planned, victim, at(from), at(to));
  }

  private static Event granted(int second, long lease, int attempt, String worker) {
    SlotId slot = new SlotId(new WorkerId(worker), 0);
    return new Event.LeaseGranted(
        at(second), new Lease(new LeaseId(lease), TRIAL.id(), attempt, slot, at(second + 20)));
  }

  private static Event recorded(int second, long lease, int attempt, EpochMetrics epoch) {
    return new Event.EpochRecorded(
        at(second), new LeaseId(lease), TRIAL.id(), attempt, 1, epoch, at(second + 20));
  }

  private static EpochMetrics epoch(int epoch, double seconds) {
    EpochMetrics like = Trials.epoch(Phase.FINAL, epoch, 0.5, 0.5);
    return new EpochMetrics(
        like.phase(),
        epoch,
        like.loss(),
        like.scores(),
        seconds,
        like.images(),
        like.diagnostics());
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }
}
