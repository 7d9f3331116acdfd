package cbd.coordinator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Database;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.Term;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three trials; one ends well, one fails and comes back, one is cancelled and asked for again. */
class HistoryWatchTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final SlotId SLOT = new SlotId(new WorkerId("w"), 0);
  private static final Event.Next NO_MORE = new Event.Next.GiveUp("attempt 1 of 1 was lost");

  @TempDir private Path folder;

  @Test
  void knowsWhatIsOpenFromItsBeginningToItsEnd() {
    Database place = Database.file(folder.resolve("cbd.db"));
    List<Trial> trials =
        List.of(Trial.of(Trials.spec(0)), Trial.of(Trials.spec(1)), Trial.of(Trials.spec(2)));
    List<TrialId> ids = trials.stream().map(Trial::id).toList();

    try (HistoryWatch watch = new HistoryWatch(place)) {
      assertThat(watch.known()).isZero();
      try (Store store = Store.open(place)) {
        Term term = store.beginTerm("here", NOON);
        store.append(
            term,
            List.of(
                new Event.SweepAccepted(NOON, SweepId.of("one", ids), "one", "", trials, 1),
                granted(1, ids.get(0)),
                granted(2, ids.get(1))));
        assertThat(watch.known()).isEqualTo(3);
        assertThat(watch.open()).isEqualTo(3);

        store.append(
            term,
            List.of(
                new Event.TrialSucceeded(
                    NOON, new LeaseId(1), ids.get(0), 1, 1, Trials.result(0.9, 0.1)),
                new Event.LeaseExpired(NOON, new LeaseId(2), ids.get(1), 1, "silence", NO_MORE),
                new Event.TrialCancelled(NOON, ids.get(2))));
        assertThat(watch.open()).isZero();
        assertThat(watch.measurements()).isEqualTo(1);

        store.append(
            term,
            List.of(
                new Event.LeaseRevived(NOON, new LeaseId(2), ids.get(1), 1, SLOT, later()),
                new Event.TrialRequeued(NOON, ids.get(2), 1, 2)));
        assertThat(watch.open()).isEqualTo(2);
        assertThat(watch.known()).isEqualTo(3);
        assertThat(watch.lines()).isEqualTo(8);
      }
    }
  }

  private static Event granted(long lease, TrialId trial) {
    SlotId slot = new SlotId(SLOT.worker(), (int) lease);
    return new Event.LeaseGranted(NOON, new Lease(new LeaseId(lease), trial, 1, slot, later()));
  }

  private static Instant later() {
    return NOON.plusSeconds(20);
  }
}
