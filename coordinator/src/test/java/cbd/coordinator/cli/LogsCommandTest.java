package cbd.coordinator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.Views;
import cbd.coordinator.store.Enclosures;
import cbd.coordinator.store.KeptLog;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.Store;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {
  private static final String ID = Pictures.id("bbbb2222");

  @TempDir private Path folder;
  private final Shell shell = new Shell();

  private static Views.LogView view(
      @Nullable Integer attempt, String text, @Nullable String trouble) {
    return new Views.LogView(
        ID,
        attempt == null ? "queued" : "failed",
        attempt,
        attempt == null ? null : "gpu-2/0",
        attempt == null ? null : "failed",
        text,
        0,
        text.length(),
        attempt != null,
        null,
        trouble);
  }

  @Test
  void printsWhatTheCoordinatorHas() throws IOException {
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      coordinator.knows("GET /trials/bbbb/log/lines", view(2, "one\ntwo\n", null));
      String at = coordinator.address().toString();
      assertThat(shell.run("logs", "bbbb", "--coordinator", at, "--attempt", "2", "--tail", "5"))
          .isZero();
      assertThat(shell.out()).isEqualTo("one\ntwo\n");
      assertThat(shell.err()).isEmpty();
      assertThat(coordinator.asked).containsExactly("GET /trials/bbbb/log/lines?tail=5&attempt=2");
      assertThat(shell.run("logs", "-f", "bbbb", "--coordinator", at)).isZero();
      assertThat(shell.err()).isEqualTo("The trial failed.\n");
    }
  }

  @Test
  void saysPlainlyThatATrialWaitsOrAWorkerIsAway() throws IOException {
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      String at = coordinator.address().toString();
      coordinator.knows("GET /trials/bbbb/log/lines", view(null, "", null));
      assertThat(shell.run("logs", "bbbb", "--coordinator", at)).isEqualTo(Exit.FAILED);
      coordinator.knows(
          "GET /trials/bbbb/log/lines", view(1, "", "Worker gpu-2 is not in the cluster now."));
      assertThat(shell.run("logs", "bbbb", "--coordinator", at)).isEqualTo(Exit.FAILED);
      coordinator.refuses("GET /trials/bbbb/log/lines", 404, "Trial bbbb has no attempt 9");
      assertThat(shell.run("logs", "bbbb", "--attempt", "9", "--coordinator", at))
          .isEqualTo(Exit.FAILED);
    }
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .contains("cbd logs: the trial is queued: no attempt has begun, so there is no log yet.")
        .contains("cbd logs: Worker gpu-2 is not in the cluster now.")
        .contains("cbd logs: Trial bbbb has no attempt 9");
  }

  @Test
  void readsAStoreThatNothingRunsOn() throws IOException {
    Path file = SmallStore.in(folder);
    TrialId trial = trialOf(file, 3);
    try (Store store = Store.open(file)) {
      store.keep(
          store.beginTerm("here", Instant.EPOCH),
          new Enclosures(
              List.of(
                  new Enclosures.OfAttempt(
                      new LeaseId(3), trial, new KeptLog(9, "the \u001b[1mend\n".getBytes(UTF_8)))),
              List.of()));
    }
    String at = file.toString();
    String digits = trial.brief();
    assertThat(shell.run("logs", digits, "--store", at)).as(shell.err()).isZero();
    assertThat(shell.out()).isEqualTo("the end\n");
    assertThat(shell.run("logs", digits, "--store", at, "--attempt", "1")).isEqualTo(Exit.FAILED);
    assertThat(shell.err()).contains("A store alone has logs of attempts that are over");
    assertThat(shell.run("logs", digits, "--store", at, "--attempt", "7")).isEqualTo(Exit.FAILED);
    assertThat(shell.err()).contains("has no attempt 7: its latest is 2.");
    assertThat(shell.run("logs", digits, "--store", at, "-f")).isEqualTo(Exit.INVALID);
  }

  private static TrialId trialOf(Path file, long lease) {
    try (ReadOnlyStore store = ReadOnlyStore.open(file)) {
      return store.sweepIds().stream()
          .flatMap(sweep -> store.trials(sweep, Set.of(), -1, 100).stream())
          .map(row -> row.trial().id())
          .filter(id -> store.attempts(id).stream().anyMatch(each -> each.lease().value() == lease))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void refusesWhatIsWrong() {
    assertThat(shell.run("logs", "demo")).isEqualTo(Exit.INVALID);
    assertThat(shell.run("logs", "bbbb", "--tail", "0")).isEqualTo(Exit.INVALID);
    assertThat(shell.run("logs", "bbbb", "--attempt", "0")).isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains("--tail must be between 1 and 100000, but was 0");
  }
}
