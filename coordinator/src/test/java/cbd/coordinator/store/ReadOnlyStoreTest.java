package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.AGAIN;
import static cbd.coordinator.store.Samples.NO_MORE;
import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.expired;
import static cbd.coordinator.store.Samples.failed;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.metrics;
import static cbd.coordinator.store.Samples.recorded;
import static cbd.coordinator.store.Samples.succeeded;
import static cbd.coordinator.store.Samples.trial;
import static cbd.coordinator.store.Samples.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cbd.coordinator.schedule.Event;
import cbd.domain.Failure;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Trial 0 succeeded, 1 failed twice, 2 runs, 3 cools down, 4 to 9 wait. */
@ParameterizedClass
@EnumSource(Place.class)
class ReadOnlyStoreTest {
  @Parameter private Place place;
  @TempDir private Path folder;
  private final Event.SweepAccepted demo = accepted(0, "demo", trials(10));
  private final SweepId sweep = demo.sweep();
  private Store store;
  private ReadOnlyStore reads;

  @BeforeEach
  void fill() {
    Database database = place.database(folder, "cbd");
    store = Store.open(database);
    List<Event> story =
        List.of(
            demo,
            granted(1, 1, id(0), 1),
            granted(1, 2, id(1), 1),
            granted(1, 3, id(2), 1),
            granted(1, 4, id(3), 1),
            recorded(10, 1, id(0), 1, 1),
            recorded(11, 2, id(1), 1, 1),
            recorded(12, 3, id(2), 1, 1),
            recorded(20, 1, id(0), 1, 2),
            succeeded(21, 1, id(0), 1, 3),
            expired(101, 2, id(1), 1, AGAIN),
            expired(102, 4, id(3), 1, AGAIN),
            new Event.CooledDown(at(1001), id(1), 2),
            granted(1002, 5, id(1), 2),
            failed(1003, 5, id(1), 2, 1, NO_MORE));
    store.append(store.beginTerm("here", at(0)), story);
    reads = ReadOnlyStore.open(database);
  }

  @AfterEach
  void close() {
    reads.close();
    store.close();
  }

  private static TrialId id(int n) {
    return trial(n).id();
  }

  @Test
  void countsASweepsTrialsInEveryState() {
    SweepRow row = reads.sweep(sweep).orElseThrow();

    assertThat(row.trials())
        .isEqualTo(
            Map.of(
                TrialState.QUEUED, 6L,
                TrialState.LEASED, 1L,
                TrialState.COOLING_DOWN, 1L,
                TrialState.PAUSED, 0L,
                TrialState.SUCCEEDED, 1L,
                TrialState.FAILED, 1L,
                TrialState.CANCELLED, 0L,
                TrialState.STOPPED, 0L));
    assertThat(row.size()).isEqualTo(10);
    assertThat(row.done()).isEqualTo(2);
    assertThat(row.name()).isEqualTo("demo");
    assertThat(row.acceptedAt()).isEqualTo(at(0).truncatedTo(ChronoUnit.MILLIS));
    assertThat(row.maxAttempts()).isEqualTo(3);
  }

  @Test
  void listsTheLatestSweepFirst() {
    Event.SweepAccepted second = accepted(5, "another", trials(2));
    store.append(store.beginTerm("here", at(5)), List.of(second));

    assertThat(reads.sweeps()).extracting(SweepRow::id).containsExactly(second.sweep(), sweep);
    assertThat(reads.sweeps()).extracting(SweepRow::size).containsExactly(2L, 10L);
    assertThat(reads.sweepText(second.sweep())).hasValue(second.text());
    assertThat(reads.sweeps(null, 1)).extracting(SweepRow::id).containsExactly(second.sweep());
    assertThat(reads.sweeps(second.sweep(), 1))
        .isEqualTo(List.of(reads.sweep(sweep).orElseThrow()));
    assertThat(reads.sweeps(sweep, 1)).isEmpty();
  }

  @Test
  void knowsNothingOfWhatIsNotThere() {
    SweepId nobody = new SweepId("nobody-00000000");
    assertThat(reads.sweep(nobody)).isEmpty();
    assertThat(reads.sweepText(nobody)).isEmpty();
    assertThat(reads.trials(nobody, Set.of(), -1, 10)).isEmpty();
    assertThat(reads.trial(id(99))).isEmpty();
    assertThat(reads.epochs(id(99))).isEmpty();
  }

  @Test
  void turnsPagesOfTrials() {
    List<TrialRow> one = reads.trials(sweep, Set.of(), -1, 4);
    List<TrialRow> two = reads.trials(sweep, Set.of(), one.get(3).index(), 100);

    assertThat(one).extracting(TrialRow::trial).isEqualTo(trials(4));
    assertThat(two).extracting(TrialRow::trial).isEqualTo(trials(10).subList(4, 10));
  }

  @Test
  void showsOnlyTrialsInTheStatesAskedFor() {
    assertThat(reads.trials(sweep, Set.of(TrialState.LEASED, TrialState.FAILED), -1, 10))
        .extracting(row -> row.trial().id(), TrialRow::state)
        .containsExactly(tuple(id(1), TrialState.FAILED), tuple(id(2), TrialState.LEASED));
  }

  @Test
  void showsWhereATrialRunsAndWhatItLastMeasured() {
    TrialRow running = reads.trial(id(2)).orElseThrow();
    assertThat(running.slot()).isEqualTo(new SlotId(new WorkerId("gpu-2"), 3));
    assertThat(running.lastEpoch()).isEqualTo(metrics(1));
    assertThat(running.result()).isNull();

    TrialRow succeeded = reads.trial(id(0)).orElseThrow();
    assertThat(succeeded.slot()).isNull();
    assertThat(succeeded.lastEpoch()).isEqualTo(metrics(2));
    assertThat(succeeded.result()).isEqualTo(Samples.result());
    assertThat(succeeded.updatedAt()).isEqualTo(at(21).truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void saysWhyATrialFailedAndWhyItCoolsDown() {
    assertThat(reads.trial(id(1)).orElseThrow().reason()).isEqualTo("attempt 3 of 3 was lost");
    assertThat(reads.trial(id(3)).orElseThrow().reason()).isEqualTo("no progress for 90 s");
    assertThat(reads.trial(id(1)).orElseThrow().lastEpoch())
        .as("of the first attempt, as the second measured none")
        .isEqualTo(metrics(1));
  }

  @Test
  void tellsHowEachAttemptEnded() {
    List<AttemptRow> attempts = reads.attempts(id(1));

    assertThat(attempts)
        .extracting(AttemptRow::attempt, AttemptRow::state, AttemptRow::failure)
        .containsExactly(
            tuple(1, AttemptState.EXPIRED, Failure.WORKER_LOST),
            tuple(2, AttemptState.FAILED, Failure.RUNNER_DIED));
    assertThat(attempts.get(1).message()).isEqualTo("killed by signal 9");
    assertThat(attempts.get(1).detail()).isEqualTo("last \"line\"\n");
    assertThat(attempts.get(0).endedAt()).isEqualTo(at(101).truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void tellsATrialsHistoryAsItHappened() {
    assertThat(reads.history(id(0)))
        .extracting(HistoryEntry::event)
        .containsExactly(
            granted(1, 1, id(0), 1),
            recorded(10, 1, id(0), 1, 1),
            recorded(20, 1, id(0), 1, 2),
            succeeded(21, 1, id(0), 1, 3));
    assertThat(reads.history(0, 1)).extracting(HistoryEntry::event).containsExactly(demo);
    assertThat(reads.history(1, 2)).extracting(HistoryEntry::number).containsExactly(2L, 3L);
  }

  @Test
  void findsATrialByTheBeginningOfItsId() {
    assertThat(reads.trialsStartingWith(id(4).brief())).containsExactly(id(4));
    assertThat(reads.trialsStartingWith("")).hasSize(10);
    assertThat(reads.trialsStartingWith("%")).isEmpty();
  }
}
