package cbd.coordinator.cli;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.Store;
import cbd.domain.Defense;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.WorkerId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A store with the sweep {@code demo}: one undefended trial and one with CBD have succeeded after
 * two epochs each, the latter in its second attempt, and a third waits.
 */
final class SmallStore {
  static final String TEXT = "name: demo\n";
  static final Trial UNDEFENDED = Trial.of(Trials.spec(0, new Defense.None()));
  static final Trial DEFENDED = Trial.of(Trials.spec(0, Trials.cbd(3, true)));
  static final Trial WAITING = Trial.of(Trials.spec(1, Trials.cbd(3, true)));
  static final SweepId SWEEP =
      SweepId.of("demo", List.of(UNDEFENDED.id(), DEFENDED.id(), WAITING.id()));

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final SlotId SLOT = new SlotId(new WorkerId("gpu-2"), 0);

  private SmallStore() {}

  /** Makes it. */
  static Path in(Path folder) {
    Path file = folder.resolve("cbd.db");
    List<Event> events = new ArrayList<>();
    List<Trial> trials = List.of(UNDEFENDED, DEFENDED, WAITING);
    events.add(new Event.SweepAccepted(NOON, SWEEP, "demo", TEXT, trials, 3));
    granted(events, UNDEFENDED, 1, 1);
    epoch(events, UNDEFENDED, 1, 1, 1);
    epoch(events, UNDEFENDED, 1, 1, 2);
    events.add(
        new Event.TrialSucceeded(
            NOON, new LeaseId(1), UNDEFENDED.id(), 1, 3, Trials.result(0.91, 0.99)));
    granted(events, DEFENDED, 2, 1);
    epoch(events, DEFENDED, 2, 1, 1);
    events.add(
        new Event.LeaseExpired(
            NOON,
            new LeaseId(2),
            DEFENDED.id(),
            1,
            "it said nothing",
            new Event.Next.Retry(NOON.plusSeconds(1))));
    events.add(new Event.CooledDown(NOON, DEFENDED.id(), 2));
    granted(events, DEFENDED, 3, 2);
    epoch(events, DEFENDED, 3, 2, 1);
    epoch(events, DEFENDED, 3, 2, 2);
    events.add(
        new Event.TrialSucceeded(
            NOON, new LeaseId(3), DEFENDED.id(), 2, 3, Trials.result(0.88, 0.03)));
    try (Store store = Store.open(file)) {
      store.append(store.beginTerm(new Owner("here", null), NOON), events);
    }
    return file;
  }

  private static void granted(List<Event> events, Trial trial, long lease, int attempt) {
    events.add(
        new Event.LeaseGranted(
            NOON, new Lease(new LeaseId(lease), trial.id(), attempt, SLOT, NOON.plusSeconds(90))));
  }

  private static void epoch(List<Event> events, Trial trial, long lease, int attempt, int epoch) {
    events.add(
        new Event.EpochRecorded(
            NOON,
            new LeaseId(lease),
            trial.id(),
            attempt,
            epoch,
            Trials.epoch(Phase.FINAL, epoch, 0.5 + 0.1 * epoch, 0.9),
            NOON.plusSeconds(90)));
  }
}
