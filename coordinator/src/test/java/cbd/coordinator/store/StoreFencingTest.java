package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.recorded;
import static cbd.coordinator.store.Samples.trial;
import static cbd.coordinator.store.Samples.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.schedule.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two writers of one store, as two coordinators would be. */
@ParameterizedClass
@EnumSource(Place.class)
class StoreFencingTest {
  @Parameter private Place place;
  @TempDir private Path folder;

  @Test
  void countsTermsOnForWhoeverComes() {
    Database database = place.database(folder, "cbd");
    try (Store one = Store.open(database);
        Store other = Store.open(database)) {
      assertThat(one.beginTerm("a", at(0))).isEqualTo(new Term(1, "a"));
      assertThat(other.beginTerm("b", at(1))).isEqualTo(new Term(2, "b"));
      assertThat(one.beginTerm("a", at(2))).isEqualTo(new Term(3, "a"));
    }
  }

  @Test
  void letsWhoeverIsInOfficeGoOnWhenANewerCbdComesButBeginNoOtherTerm() {
    Database database = place.database(folder, "cbd");
    try (Store old = Store.open(database)) {
      Term term = old.beginTerm("old", at(0));
      old.append(term, List.of(accepted(0, "demo", trials(2))));
      old.jdbi()
          .useHandle(
              handle ->
                  handle.execute(
                      "insert into flyway_schema_history (installed_rank, version, description,"
                          + " type, script, installed_by, execution_time, success)"
                          + " values (99, '777', 'later', 'SQL', 'V777__later.sql', 'x', 1, "
                          + (database.isShared() ? "true" : "1")
                          + ")"));

      old.append(term, List.of(granted(2, 1, trial(0).id(), 1)));
      assertThatThrownBy(() -> old.beginTerm("old", at(3)))
          .isInstanceOf(OutdatedException.class)
          .hasMessageContaining("schema version 777 of a newer cbd")
          .hasMessageContaining("replace this one");
      assertThat(old.reads().office().orElseThrow().epoch()).as("nobody is fenced").isEqualTo(1);
    }
  }

  @Test
  void letsAPredecessorWriteNothingMore() {
    Database database = place.database(folder, "cbd");
    try (Store old = Store.open(database);
        Store successor = Store.open(database)) {
      Term before = old.beginTerm("old", at(0));
      old.append(before, List.of(accepted(0, "demo", trials(2))));
      Term now = successor.beginTerm("new", at(1));

      FencedException fenced =
          catchThrowableOfType(
              FencedException.class,
              () -> old.append(before, List.of(granted(2, 1, trial(0).id(), 1))));

      assertThat(fenced)
          .hasMessageContaining("Term 1 of old is over")
          .hasMessageContaining("term 2");
      assertThat(fenced.current()).isEqualTo(2);
      assertThatThrownBy(() -> old.append(before, List.of())).isInstanceOf(FencedException.class);
      successor.append(now, List.of(granted(3, 1, trial(1).id(), 1)));
      assertThat(successor.reads().history(0, 10))
          .extracting(HistoryEntry::epoch)
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void keepsTheOldOnesWritesBeforeAndNoneAfterItsSuccessorBegan() throws Exception {
    Database database = place.database(folder, "cbd");
    int reports = 200;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Store old = Store.open(database);
        Store successor = Store.open(database)) {
      Term before = old.beginTerm("old", at(0));
      old.append(
          before,
          List.of(
              accepted(0, "demo", trials(2)),
              granted(1, 1, trial(0).id(), 1),
              granted(1, 2, trial(1).id(), 1)));
      CountDownLatch underWay = new CountDownLatch(1);
      AtomicBoolean done = new AtomicBoolean();
      Future<Long> stale =
          threads.submit(
              () -> {
                long n = 1;
                for (; !done.get(); n++) {
                  try {
                    old.append(before, List.of(report(1, 0, n)));
                  } catch (FencedException e) {
                    return n - 1;
                  } catch (StoreUnavailableException e) {
                    n--; // The other one keeps the lock: the same report again.
                  }
                  if (n == 20) {
                    underWay.countDown();
                  }
                }
                return n - 1;
              });
      underWay.await();
      // The lock of a file is not fair: on a slow disk the old one may keep it for long.
      Term now =
          await()
              .atMost(Duration.ofMinutes(2))
              .ignoreException(StoreUnavailableException.class)
              .until(() -> successor.beginTerm("new", at(2)), Objects::nonNull);
      for (long n = 1; n <= reports; n++) {
        successor.append(now, List.of(report(2, 1, n)));
      }

      done.set(true);
      long acknowledgedToOld = stale.get();
      assertThat(successor.reads().epochs(trial(0).id())).hasSize((int) acknowledgedToOld);
      assertThat(successor.reads().epochs(trial(1).id())).hasSize(reports);
      List<Long> terms =
          successor.reads().history(0, 100_000).stream().map(HistoryEntry::epoch).toList();
      assertThat(terms).isSorted();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Event report(long lease, int trial, long sequence) {
    return recorded(3 + sequence, lease, trial(trial).id(), 1, sequence);
  }
}
