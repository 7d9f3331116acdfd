package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.recorded;
import static cbd.coordinator.store.Samples.trial;
import static cbd.coordinator.store.Samples.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.schedule.Event;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is PostgreSQL's own: a server that goes away, sessions that stand still, who may come in.
 */
class PostgresStoreTest {
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final Duration TURN = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private Database database() {
    return PostgresServer.schema(folder, "cbd");
  }

  @Test
  void keepsTokensSessionsAndTheAuditLog() {
    try (Store store = Store.open(database())) {
      AccessStoreTest.keeps(store);
    }
  }

  @Test
  void goesOnWithTheSameBatchAfterItsServerWasRestarted() throws Exception {
    Path data = folder.resolve("data");
    EmbeddedPostgres server =
        PostgresServer.durable().setDataDirectory(data).setCleanDataDirectory(false).start();
    int port = server.getPort();
    try (Store store = Store.open(PostgresServer.database(server, "ApplicationName=restart"))) {
      Term term = store.beginTerm("here", at(0));
      store.append(term, List.of(accepted(0, "demo", trials(2))));
      List<Event> batch =
          List.of(
              granted(1, 1, trial(0).id(), 1),
              recorded(2, 1, trial(0).id(), 1, 1),
              recorded(3, 1, trial(0).id(), 1, 2));
      server.close();

      assertThatThrownBy(() -> store.append(term, batch))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("is unavailable")
          .hasMessageContaining("asked again");
      assertThatThrownBy(() -> store.load()).isInstanceOf(StoreUnavailableException.class);

      server =
          PostgresServer.durable()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              .start();
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreException(StoreUnavailableException.class)
          .until(
              () -> {
                store.append(term, batch);
                return true;
              });
      store.append(term, batch);

      assertThat(store.reads().epochs(trial(0).id())).hasSize(2);
      assertThat(store.reads().history(0, 10)).hasSize(4);
    } finally {
      server.close();
    }
  }

  @Test
  void letsNobodyWhoStandsStillInATransactionKeepASuccessorWaiting() {
    try (Store old = Store.open(database());
        Store successor = Store.open(database())) {
      Term before = old.beginTerm("old", at(0));
      try (Handle asleep = old.jdbi().open()) {
        asleep.begin();
        // What every append begins with, and then nothing more, as of a process that was stopped.
        asleep.createQuery(database().officeQuery()).mapTo(Long.class).one();

        Term now = successor.beginTerm("new", at(1));

        assertThat(now.epoch()).isEqualTo(2);
        assertThatThrownBy(asleep::commit).isInstanceOf(RuntimeException.class);
      } catch (RuntimeException e) {
        // Its connection is gone, and closing it says so.
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreException(StoreUnavailableException.class)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> old.append(before, List.of()))
                      .isInstanceOf(FencedException.class));
    }
  }

  @Test
  void letsOneCoordinatorOpenAClusterAndNoneWhileOneIsInOffice() {
    try (Store one = Store.open(database());
        Store other = Store.open(database())) {
      assertThat(one.mayOpenCluster(SILENCE, TURN)).isTrue();
      assertThat(other.mayOpenCluster(SILENCE, TURN)).as("it is the other's turn").isFalse();
      assertThat(other.mayOpenCluster(SILENCE, Duration.ZERO)).as("its turn is over").isTrue();

      Term term = one.beginTerm("one", at(0));
      one.attend(term);

      assertThat(other.mayOpenCluster(SILENCE, Duration.ZERO)).as("one is in office").isFalse();
      assertThat(other.mayOpenCluster(Duration.ZERO, Duration.ZERO)).as("and silent").isTrue();
    }
  }

  @Test
  void tellsWhoIsInOfficeAndWhereItIsAsked() {
    try (Store store = Store.open(database())) {
      assertThat(store.reads().office()).isEmpty();

      Owner owner = new Owner("10.0.0.7:25520", "http://10.0.0.7:8470");
      Term term = store.beginTerm(owner, at(0));

      Office office = store.reads().office().orElseThrow();
      assertThat(office.epoch()).isEqualTo(term.epoch());
      assertThat(office.owner()).isEqualTo(owner);
    }
  }

  @Test
  void keepsWordsWithACharacterThatTheServerCannot() {
    TrialOutcome.Failed failed =
        new TrialOutcome.Failed(Failure.RUNNER_DIED, "it said \u0000", "and \u0000 more\n");
    try (Store store = Store.open(database())) {
      Term term = store.beginTerm("here", at(0));
      store.append(
          term,
          List.of(
              accepted(0, "demo", trials(1)),
              granted(1, 1, trial(0).id(), 1),
              new Event.AttemptFailed(
                  at(2), new LeaseId(1), trial(0).id(), 1, 1, failed, Samples.NO_MORE)));

      assertThat(store.reads().attempts(trial(0).id()).get(0).detail())
          .isEqualTo("and \u2400 more\n");
    }
  }

  @Test
  void takesNoPasswordFromACommandLineAndShowsNone() throws Exception {
    for (String url :
        List.of(
            "jdbc:postgresql://me:secret@db/cbd",
            "jdbc:postgresql://db/cbd?user=me&password=secret")) {
      assertThatThrownBy(() -> Database.parse(url, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("CBD_STORE_PASSWORD")
          .hasMessageNotContaining("secret");
    }
    Path file = Files.writeString(folder.resolve("password"), "secret\n");
    Credentials read =
        Credentials.of(Map.of("CBD_STORE_USER", "me", "CBD_STORE_PASSWORD_FILE", file.toString()));
    assertThat(read.password()).isEqualTo("secret");
    assertThat(read.toString()).contains("me").doesNotContain("secret");
    assertThat(Database.parse("jdbc:postgresql://db/cbd?sslmode=require", Map.of()).toString())
        .isEqualTo("jdbc:postgresql://db/cbd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/cbd",
        "jdbc:postgresql://10.0.0.5:5432/cbd?ApplicationName=sslmode=disable",
        "jdbc:postgresql://127.0.0.1,db/cbd",
        "jdbc:postgresql://db/cbd?SSLMODE=verify-full"
      })
  void tellsThatNobodySaidWhetherToEncryptTheWayToAnotherMachine(String url) {
    assertThat(Database.parse(url, Map.of()).encryptionUnstated().orElseThrow())
        .contains("?sslmode=verify-full&sslrootcert=FILE", "?sslmode=disable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/cbd?sslmode=verify-full&sslrootcert=ca.pem",
        "jdbc:postgresql://db/cbd?ApplicationName=x&sslmode=disable",
        "jdbc:postgresql://db/cbd?ssl=true",
        "jdbc:postgresql://127.0.0.1:5433/cbd",
        "jdbc:postgresql://[::1]/cbd",
        "jdbc:postgresql://localhost,127.0.0.1:5433/cbd",
        "jdbc:postgresql:cbd",
        "store/cbd.db"
      })
  void asksForNoWordOnEncryptionWhereThereIsOneOrNoNetwork(String place) {
    assertThat(Database.parse(place, Map.of()).encryptionUnstated()).isEmpty();
  }

  @Test
  void refusesToHaveTheDriverRewriteBatches() {
    assertThatThrownBy(
            () ->
                Database.parse(
                    "jdbc:postgresql://db/cbd?sslmode=require&reWriteBatchedInserts=true",
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reWriteBatchedInserts")
        .hasMessageContaining("leave it out");
  }

  @Test
  void writesNothingWhenTheDriverDoesNotSayWhatItWrote() {
    List<Event> events = List.of(accepted(0, "demo", trials(1)), granted(1, 1, trial(0).id(), 1));
    assertThat(HistoryTable.those(events, new int[] {0, 1})).containsExactly(events.get(1));
    assertThatThrownBy(
            () ->
                HistoryTable.those(
                    events, new int[] {Statement.SUCCESS_NO_INFO, Statement.SUCCESS_NO_INFO}))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("reWriteBatchedInserts");
  }

  @Test
  void refusesAnotherKindOfServer() {
    assertThatThrownBy(() -> Database.parse("jdbc:mysql://db/cbd", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql://HOST/DATABASE");
  }

  @Test
  void saysThatItsServerIsAwayOrDoesNotLetUsIn() {
    assertThatThrownBy(
            () -> Store.open(Database.parse("jdbc:postgresql://127.0.0.1:1/cbd", Map.of())))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("cannot be reached");
    int port = PostgresServer.get().getPort();
    Database absent =
        Database.parse(
            "jdbc:postgresql://127.0.0.1:" + port + "/absent",
            Map.of("CBD_STORE_USER", "postgres"));
    assertThatThrownBy(() -> Store.open(absent))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("does not let us in")
        .hasMessageContaining("CBD_STORE_USER");
  }
}
