package cbd.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.Lease;
import cbd.domain.SweepTerms;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows, history and scheduler tell one story. */
@ParameterizedClass
@EnumSource(Place.class)
class RebuildTest {
  private static final int LENGTH = 600;

  @Parameter private Place place;
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void addsUpToWhatTheSchedulerHas(long seed) {
    Story story = Story.of(seed, LENGTH);
    try (Store store = Store.open(place.database(folder, "cbd"))) {
      append(store, story.events(), new Random(seed), 40);

      StoredState stored = store.load();
      assertThat(stored.standings())
          .isEqualTo(story.standings().stream().map(RebuildTest::asStored).toList());
      assertThat(stored.holds())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("since", "probeAt")
          .isEqualTo(story.holds());
      assertThat(stored.nextLeaseId()).isEqualTo(story.nextLeaseId());
      assertThat(stored.sweeps())
          .extracting(StoredState.StoredSweep::name)
          .containsExactly("first", "second");
      assertThat(stored.sweeps())
          .extracting(StoredState.StoredSweep::terms)
          .containsExactly(SweepTerms.DEFAULT, Samples.TERMS);
      assertThat(stored.sweeps())
          .extracting(sweep -> sweep.trials().size())
          .containsExactly(30, 35);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void givesTheSameRowsWhenTheHistoryIsReplayed(long seed) {
    Story story = Story.of(seed, LENGTH);
    try (Store store = Store.open(place.database(folder, "cbd"));
        Store again = Store.open(place.database(folder, "again"))) {
      append(store, story.events(), new Random(seed), 40);

      List<Event> told = history(store);
      append(again, told, new Random(seed + 100), 1);

      assertThat(told).isEqualTo(story.events());
      assertThat(Tables.dump(again)).isEqualTo(Tables.dump(store));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void findsNothingAmissInItsOwnHistory(long seed) {
    Story story = Story.of(seed, LENGTH);
    try (Store store = Store.open(place.database(folder, "cbd"))) {
      append(store, story.events(), new Random(seed), 40);

      Rebuild.Outcome outcome =
          Rebuild.of(store.reads(), folder.resolve("again.db"), Samples.at(0));

      assertThat(outcome.differences()).isEmpty();
      assertThat(outcome.isSame()).isTrue();
      assertThat(outcome.events()).isEqualTo(story.events().size());
      assertThat(outcome.rows()).containsEntry("trial", (long) story.standings().size());
      assertThat(outcome.rows().get("result")).isPositive();
    }
  }

  @Test
  void findsRowsThatTheHistoryDoesNotTell() {
    Story story = Story.of(9, LENGTH);
    try (Store store = Store.open(place.database(folder, "cbd"))) {
      append(store, story.events(), new Random(9), 40);
      store
          .jdbi()
          .useHandle(
              handle -> {
                handle.execute(
                    "update result set asr = 0.123 where trial = (select min(trial) from result)");
                handle.execute(
                    "delete from epoch_metric where lease = (select min(lease) from epoch_metric)");
              });

      Rebuild.Outcome outcome =
          Rebuild.of(store.reads(), folder.resolve("again.db"), Samples.at(0));

      assertThat(outcome.isSame()).isFalse();
      assertThat(outcome.differences())
          .anyMatch(words -> words.contains("result row 1: asr is 0.123, but the history tells"))
          .anyMatch(words -> words.startsWith("epoch_metric row"));
    }
  }

  @Test
  void tellsEveryKindOfEvent() {
    assertThat(Story.of(1, LENGTH).events().stream().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Event.class.getPermittedSubclasses()));
  }

  /** Appends in batches of random size, as a coordinator under changing load would. */
  private static void append(Store store, List<Event> events, Random random, int largest) {
    Term term = store.beginTerm("here", Samples.at(0));
    for (int from = 0; from < events.size(); ) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(largest));
      store.append(term, events.subList(from, to));
      from = to;
    }
  }

  private static List<Event> history(Store store) {
    List<Event> events = new ArrayList<>();
    long last = 0;
    while (true) {
      List<HistoryEntry> page = store.reads().history(last, 100);
      if (page.isEmpty()) {
        return events;
      }
      page.forEach(entry -> events.add(entry.event()));
      last = page.get(page.size() - 1).number();
    }
  }

  /** The rows keep times in milliseconds. */
  private static TrialStanding asStored(TrialStanding standing) {
    Lease lease = standing.lease();
    Instant notBefore = standing.notBefore();
    return new TrialStanding(
        standing.trial(),
        standing.order(),
        standing.state(),
        standing.attempt(),
        standing.maxAttempts(),
        lease == null ? null : lease.expiringAt(lease.expiresAt().truncatedTo(ChronoUnit.MILLIS)),
        standing.lastSequence(),
        notBefore == null ? null : notBefore.truncatedTo(ChronoUnit.MILLIS),
        standing.caveats(),
        standing.priority(),
        standing.scores(),
        standing.resources(),
        standing.beside());
  }
}
