package cbd.coordinator.notice;

import cbd.coordinator.Trials;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.forecast.Speed;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.store.Term;
import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A coordinator's store with a sweep in it, whose trials end one by one as a test says. */
final class Office implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

  final Store store;
  Term term;
  Instant now = START;
  private long lease;

  Office(Path folder) {
    store = Store.open(folder.resolve("cbd.db"));
    term = store.beginTerm("here", START);
  }

  static List<Trial> trials(int count) {
    return IntStream.range(0, count).mapToObj(i -> Trial.of(Trials.spec(i))).toList();
  }

  SweepId accept(String name, List<Trial> trials) {
    SweepId id = SweepId.of(name, trials.stream().map(Trial::id).toList());
    append(new Event.SweepAccepted(now, id, name, "name: " + name, trials, 3));
    return id;
  }

  void append(Event... events) {
    store.append(term, List.of(events));
  }

  private LeaseId grant(Trial trial, int attempt) {
    LeaseId id = new LeaseId(++lease);
    SlotId slot = new SlotId(new WorkerId("gpu-1"), 0);
    append(
        new Event.LeaseGranted(now, new Lease(id, trial.id(), attempt, slot, now.plusSeconds(90))));
    return id;
  }

  void succeed(Trial trial) {
    LeaseId id = grant(trial, 1);
    append(new Event.TrialSucceeded(now, id, trial.id(), 1, 1, Trials.result(0.9, 0.01)));
  }

  void fail(Trial trial, Event.Next next) {
    LeaseId id = grant(trial, 1);
    append(
        new Event.AttemptFailed(
            now,
            id,
            trial.id(),
            1,
            1,
            new TrialOutcome.Failed(Failure.RUNNER_DIED, "killed by signal 9", ""),
            next));
  }

  void fail(Trial trial) {
    fail(trial, new Event.Next.GiveUp("killed by signal 9"));
  }

  /** What the coordinator has in mind when its memory and its store agree. */
  LiveView view() {
    Map<TrialState, Integer> all = new EnumMap<>(TrialState.class);
    for (TrialState state : TrialState.values()) {
      all.put(state, 0);
    }
    List<LiveView.Sweep> sweeps =
        store.reads().sweeps().stream().map(row -> sweep(row, all)).toList();
    return view(all, sweeps, List.of());
  }

  LiveView view(
      Map<TrialState, Integer> trials,
      List<LiveView.Sweep> sweeps,
      List<LiveView.Running> running) {
    return new LiveView(
        term.epoch(),
        now,
        trials,
        Map.of(),
        0,
        sweeps,
        running,
        List.of(),
        Map.of(),
        Speed.UNKNOWN,
        true,
        null);
  }

  private static LiveView.Sweep sweep(SweepRow row, Map<TrialState, Integer> all) {
    Map<TrialState, Integer> trials = new EnumMap<>(TrialState.class);
    row.trials().forEach((state, count) -> trials.put(state, count.intValue()));
    trials.forEach((state, count) -> all.merge(state, count, Integer::sum));
    return new LiveView.Sweep(row.id(), row.name(), trials, null);
  }

  @Override
  public void close() {
    store.close();
  }
}
