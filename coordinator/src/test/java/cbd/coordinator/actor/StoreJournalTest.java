package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.Store;
import cbd.domain.Defense;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.WorkerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Trial TRIAL = Trial.of(Trials.spec(0, new Defense.None()));

  @TempDir private Path folder;

  @Test
  void leavesNumbersOutSoThatReportsForAnotherStoreMeetNoLease() {
    long one = next("one.db");
    long other = next("other.db");

    assertThat(one).isPositive().isNotEqualTo(other);
  }

  @Test
  void aStoreRestoredFromABackupGrantsNoNumberThatWasGrantedAfterTheBackup() throws IOException {
    Path file = folder.resolve("cbd.db");
    long first = granted(file);
    Path backup = folder.resolve("backup.db");
    Files.copy(file, backup);
    long afterTheBackup = next("cbd.db");
    long afterTheRestore = next("backup.db");

    assertThat(afterTheBackup).isGreaterThan(first);
    assertThat(afterTheRestore).isGreaterThan(first).isNotEqualTo(afterTheBackup);
  }

  /** The number that the next lease of a store gets after a start of its coordinator. */
  private long next(String name) {
    try (Store store = Store.open(folder.resolve(name))) {
      return journal(store).open(NOON).started().nextLeaseId();
    }
  }

  private static long granted(Path file) {
    try (Store store = Store.open(file)) {
      Journal journal = journal(store);
      long id = journal.open(NOON).started().nextLeaseId();
      SweepId sweep = SweepId.of("demo", List.of(TRIAL.id()));
      SlotId slot = new SlotId(new WorkerId("gpu-2"), 0);
      Lease lease = new Lease(new LeaseId(id), TRIAL.id(), 1, slot, NOON.plusSeconds(90));
      Journal.Outcome outcome =
          journal.append(
              List.of(
                  new Event.SweepAccepted(NOON, sweep, "demo", "name: demo\n", List.of(TRIAL), 3),
                  new Event.LeaseGranted(NOON, lease)));
      assertThat(outcome).isEqualTo(new Journal.Outcome.Written());
      return id;
    }
  }

  private static Journal journal(Store store) {
    return new StoreJournal(store, new Owner("here", null));
  }
}
