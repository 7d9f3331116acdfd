package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.trial;
import static cbd.coordinator.store.Samples.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Handover;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be opened, what not, and what is said then. */
class StoreFileTest {
  @TempDir private Path folder;

  private Path filled() {
    Path file = folder.resolve("cbd.db");
    try (Store store = Store.open(file)) {
      store.append(store.beginTerm("here", at(0)), List.of(accepted(0, "demo", trials(3))));
    }
    return file;
  }

  private static void sql(Path file, String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Test
  void readsAStoreThatNobodyWrites() {
    try (ReadOnlyStore reads = ReadOnlyStore.open(filled())) {
      assertThat(reads.sweeps()).hasSize(1);
    }
  }

  @Test
  void seesWhatIsWrittenMeanwhile() {
    Path file = filled();
    try (Store store = Store.open(file);
        ReadOnlyStore reads = ReadOnlyStore.open(file)) {
      store.append(store.beginTerm("here", at(0)), List.of(accepted(0, "more", trials(2))));

      assertThat(reads.sweeps()).hasSize(2);
    }
  }

  @Test
  void readsACopyInAFolderThatNobodyMayWriteIn() throws IOException {
    Path archive = Files.createDirectory(folder.resolve("archive"));
    Path copy = Files.copy(filled(), archive.resolve("cbd.db"));
    try {
      assertThat(archive.toFile().setWritable(false)).isTrue();
      try (ReadOnlyStore reads = ReadOnlyStore.open(copy)) {
        assertThat(reads.sweeps()).hasSize(1);
      }
    } finally {
      assertThat(archive.toFile().setWritable(true)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"with space.db", "50%.db", "why?.db", "number #1.db", "größe.db", "a&b=c;d.db"})
  void takesAnyNameForAFile(String name) throws IOException {
    Path file = folder.resolve(name);
    try (Store store = Store.open(file)) {
      store.append(store.beginTerm("here", at(0)), List.of(accepted(0, "demo", trials(1))));
      assertThat(store.load().standings()).hasSize(1);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .contains(file)
          .allMatch(each -> each.toString().startsWith(file.toString()));
    }
  }

  @Test
  void saysThatAFileIsMissingAndMakesNone() {
    Path file = folder.resolve("missing.db");

    assertThatThrownBy(() -> ReadOnlyStore.open(file))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("There is no store " + file);
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "not a database\n".repeat(500));

    assertThatThrownBy(() -> ReadOnlyStore.open(file))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("no SQLite file");
    assertThatThrownBy(() -> Store.open(file)).isInstanceOf(StoreUnusableException.class);
    assertThat(Files.readString(file)).startsWith("not a database");
  }

  @Test
  void refusesSomebodyElsesDatabase() throws SQLException {
    Path file = folder.resolve("other.db");
    sql(file, "create table bookmark (url text)");

    assertThatThrownBy(() -> ReadOnlyStore.open(file))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("no cbd store");
    assertThatThrownBy(() -> Store.open(file))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("no cbd store");
  }

  @Test
  void refusesAnEmptyFileToReadAndFillsItToWrite() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.db"));

    assertThatThrownBy(() -> ReadOnlyStore.open(file)).isInstanceOf(StoreUnusableException.class);
    assertThat(file).isEmptyFile();
    Store.open(file).close();

    ReadOnlyStore.open(file).close();
  }

  @Test
  void tellsOfACopyWithoutItsLogHowToCopy() throws IOException {
    Path copy = folder.resolve("copy.db");
    Path file = folder.resolve("cbd.db");
    try (Store store = Store.open(file)) {
      store.append(store.beginTerm("here", at(0)), List.of(accepted(0, "demo", trials(3))));
      Files.copy(file, copy);
      assertThat(Files.size(folder.resolve("cbd.db-wal"))).isPositive();
    }

    assertThatThrownBy(() -> ReadOnlyStore.open(copy))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("It holds no tables.")
        .hasMessageContaining("copy.db-wal")
        .hasMessageContaining(".backup");
  }

  @Test
  void refusesAStoreOfANewerVersion() throws SQLException {
    Path file = filled();
    sql(
        file,
        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " values (99, '777', 'later', 'SQL', 'V777__later.sql', 1, 'x', 1, 1)");

    assertThatThrownBy(() -> ReadOnlyStore.open(file))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("schema version 777")
        .hasMessageContaining("newer cbd");
    assertThatThrownBy(() -> Store.open(file)).isInstanceOf(StoreUnusableException.class);
  }

  @Test
  void refusesToReadAStoreThatIsNotBroughtUpToDate() throws SQLException {
    Path file = filled();
    sql(file, "update flyway_schema_history set version = '0.5' where version is not null");

    assertThatThrownBy(() -> ReadOnlyStore.open(file)).isInstanceOf(StoreUnusableException.class);
  }

  @Test
  void countsAnewWhatAnOlderVersionExcused() throws SQLException {
    Path file = filled();
    TrialId first = trial(0).id();
    List<Event> events = new ArrayList<>();
    tell(events, first, 1, Handover.NOT_RUNNING);
    tell(events, first, 2, Handover.WORKER_LEFT);
    events.add(new Event.TrialCancelled(at(9), first));
    events.add(new Event.TrialRequeued(at(9), first, 3, 5));
    tell(events, first, 3, Handover.WORKER_LEFT);
    tell(events, first, 4, Handover.NOT_RUNNING);
    tell(events, first, 5, Handover.HANDED_BACK);
    try (Store store = Store.open(file)) {
      store.append(store.beginTerm("here", at(1)), events);
      assertThat(excused(store)).isEqualTo(1);
    }
    sql(file, "update trial set excused = 3 where id = '" + first + "'");
    sql(file, "delete from flyway_schema_history where cast(version as integer) > 100");

    try (Store store = Store.open(file)) {
      assertThat(excused(store)).isEqualTo(1);
      assertThat(Rebuild.of(store.reads(), folder.resolve("again.db"), at(99)).differences())
          .isEmpty();
    }
  }

  private static int excused(Store store) {
    return store.load().standings().get(0).caveats().excused();
  }

  private static void tell(List<Event> events, TrialId trial, int number, Handover handover) {
    events.add(granted(2L * number, number, trial, number));
    events.add(
        new Event.LeaseReturned(
            at(2L * number + 1), new LeaseId(number), trial, number, handover, "it came back"));
  }

  @Test
  void namesAsItsVersionTheLastMigration() throws IOException {
    try (Stream<Path> scripts = Files.walk(Path.of("src/main/resources/db"))) {
      assertThat(
              scripts
                  .map(each -> each.getFileName().toString())
                  .filter(name -> name.startsWith("V"))
                  .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                  .max())
          .hasValue(Schema.VERSION);
    }
  }

  @Test
  void keepsWhatItPromisesToTheDisk() {
    try (Store store = Store.open(folder.resolve("cbd.db"))) {
      assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(store, "synchronous")).as("FULL").isEqualTo("2");
      assertThat(pragma(store, "foreign_keys")).isEqualTo("1");
      assertThat(pragma(store, "busy_timeout")).isEqualTo("5000");
    }
  }

  private static String pragma(Store store, String name) {
    return store
        .jdbi()
        .withHandle(handle -> handle.createQuery("pragma " + name).mapTo(String.class).one());
  }
}
