package cbd.coordinator.chaos.check;

import cbd.coordinator.Trials;
import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.coordinator.store.TrialRow;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Resources;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two trials that a cluster brought home: the first at once, the second in a second attempt, under
 * a second coordinator. Everything can be changed before it is shown to the checker.
 */
final class SoundStory {
  static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  static final Trial FIRST = Trial.of(Trials.spec(0));
  static final Trial SECOND = Trial.of(Trials.spec(1));
  static final SweepId SWEEP = SweepId.of("story", List.of(FIRST.id(), SECOND.id()));
  static final TrialResult RESULT = Trials.result(0.9, 0.97);
  static final EpochMetrics EPOCH = Trials.epoch(Phase.FINAL, 1, 0.5, 0.6);

  final List<HistoryEntry> history = new ArrayList<>();
  final List<TrialRow> rows = new ArrayList<>();
  Map<TrialId, Undisturbed> undisturbed =
      Map.of(
          FIRST.id(), new Undisturbed(RESULT, List.of(EPOCH)),
          SECOND.id(), new Undisturbed(RESULT, List.of(EPOCH)));
  Map<SweepId, List<Trial>> submitted = Map.of(SWEEP, List.of(FIRST, SECOND));
  Map<SweepId, Views.LeaderboardView> shown = Map.of(SWEEP, board(0.9));
  Remains remains = Remains.NOTHING;

  private long term = 1;

  SoundStory() {
    add(new Event.SweepAccepted(NOON, SWEEP, "story", "", List.of(FIRST, SECOND), 3));
    add(granted(1, FIRST, 1, "a"));
    add(granted(2, SECOND, 1, "b"));
    add(recorded(1, FIRST, 1, EPOCH));
    add(failed(2, SECOND));
    term = 2;
    add(new Event.CooledDown(NOON, SECOND.id(), 2));
    add(granted(3, SECOND, 2, "b"));
    add(succeeded(1, FIRST, 1, RESULT));
    add(recorded(3, SECOND, 2, EPOCH));
    add(succeeded(3, SECOND, 2, RESULT));
    rows.add(row(FIRST, TrialState.SUCCEEDED, RESULT));
    rows.add(row(SECOND, TrialState.SUCCEEDED, RESULT));
  }

  /** Lets one more thing happen. */
  void add(Event event) {
    history.add(new HistoryEntry(history.size() + 1, term, event));
  }

  Evidence evidence() {
    return new Evidence(submitted, history, rows, undisturbed, shown, remains);
  }

  List<Violation> violations() {
    return Promises.violated(evidence());
  }

  static Event granted(long lease, Trial trial, int attempt, String worker) {
    SlotId slot = new SlotId(new WorkerId(worker), 0);
    return new Event.LeaseGranted(
        NOON, new Lease(new LeaseId(lease), trial.id(), attempt, slot, NOON.plusSeconds(90)));
  }

  static Event recorded(long lease, Trial trial, int attempt, EpochMetrics epoch) {
    return new Event.EpochRecorded(
        NOON, new LeaseId(lease), trial.id(), attempt, 1, epoch, NOON.plusSeconds(90));
  }

  static Event succeeded(long lease, Trial trial, int attempt, TrialResult result) {
    return new Event.TrialSucceeded(NOON, new LeaseId(lease), trial.id(), attempt, 2, result);
  }

  private static Event failed(long lease, Trial trial) {
    return new Event.AttemptFailed(
        NOON,
        new LeaseId(lease),
        trial.id(),
        1,
        1,
        new TrialOutcome.Failed(Failure.RUNNER_DIED, "killed", ""),
        new Event.Next.Retry(NOON));
  }

  static TrialRow row(Trial trial, TrialState state, TrialResult result) {
    return new TrialRow(trial, 0, state, 1, 3, null, NOON, null, null, result, null, Resources.ANY);
  }

  static Views.LeaderboardView board(double accuracy) {
    TrialResult result = Trials.result(accuracy, 0.97);
    List<Entrant> entrants =
        List.of(
            new Entrant(FIRST.spec(), TrialState.SUCCEEDED, result),
            new Entrant(SECOND.spec(), TrialState.SUCCEEDED, result));
    return new SweepBoard(SWEEP, Leaderboard.of(entrants, entrants)).view();
  }
}
