package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.AccessViews;
import cbd.coordinator.http.Views;
import cbd.disk.SecretFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --json}: all that stands on stdout is one JSON value, as the API gives it. */
class JsonAnswersTest {
  private static final String SWEEP = "/sweeps/" + Pictures.SWEEP;

  @TempDir private Path folder;
  private CannedCoordinator coordinator;

  @BeforeEach
  void start() throws IOException {
    coordinator = new CannedCoordinator();
    Views.SweepView sweep = Pictures.sweep(List.of(), "failed=1", "queued=1");
    coordinator.knows("GET /sweeps", new Views.SweepList(List.of(sweep), null));
    coordinator.knows(
        "GET " + SWEEP + "/trials",
        new Views.TrialPage(
            List.of(Pictures.trial(Pictures.id("bbbb2222"), "failed", "the loss became NaN")),
            null));
    for (String verb : List.of("cancel", "pause", "resume", "retry")) {
      coordinator.knows("POST " + SWEEP + "/" + verb, new Views.ChangedView(2, 0));
    }
    for (String verb : List.of("cordon", "uncordon", "drain")) {
      coordinator.knows("POST /workers/gpu-1/" + verb, new Views.SteeredView("gpu-1", true, 3));
    }
  }

  @AfterEach
  void stop() {
    coordinator.close();
  }

  private JsonNode asked(String... words) throws IOException {
    return printed(
        0,
        Stream.concat(
                Stream.of(words), Stream.of("--coordinator", coordinator.address().toString()))
            .toArray(String[]::new));
  }

  private static JsonNode printed(int exit, String... words) throws IOException {
    Shell shell = new Shell();
    String[] all = Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new);
    assertThat(shell.run(all)).as(shell.err()).isEqualTo(exit);
    return new ObjectMapper().readTree(shell.out());
  }

  @Test
  void changesTellHowManyTrials() throws Exception {
    for (String verb : List.of("cancel", "pause", "resume", "retry")) {
      assertThat(asked(verb, "demo")).as(verb).hasToString("{\"trials\":2,\"shared\":0}");
    }
  }

  @Test
  void aDryRetryTellsTheTrialsAndWhatIsEmptyTellsNone() throws Exception {
    assertThat(asked("retry", "demo", "--dry-run").get(0).get("reason").asText())
        .isEqualTo("the loss became NaN");

    coordinator.knows("GET " + SWEEP + "/trials", new Views.TrialPage(List.of(), null));

    assertThat(asked("retry", "demo", "--dry-run")).isEmpty();
    assertThat(asked("retry", "demo")).hasToString("{\"trials\":0,\"shared\":0}");
  }

  @Test
  void workersTellWhatTheyRun() throws Exception {
    for (String verb : List.of("cordon", "uncordon", "drain")) {
      assertThat(asked(verb, "gpu-1").get("running").asInt()).as(verb).isEqualTo(3);
    }
    coordinator.knows("GET /workers", new Views.WorkerList(List.of()));
    assertThat(asked("drain", "gpu-1", "--wait").get("changed").asBoolean()).isTrue();
  }

  @Test
  void tokensAreTold() throws Exception {
    coordinator.knows(
        "POST /tokens", new AccessViews.NewTokenView("alice", "submit", null, "cbd_secret"));
    coordinator.knows("GET /tokens", new AccessViews.TokenList(List.of()));
    coordinator.knows("POST /tokens/alice/revoke", new AccessViews.RevokedView("alice", true));

    assertThat(asked("token", "create", "alice", "--role", "submit").get("token").asText())
        .isEqualTo("cbd_secret");
    assertThat(asked("token", "list").get("tokens")).isEmpty();
    assertThat(asked("token", "revoke", "alice").get("changed").asBoolean()).isTrue();
  }

  @Test
  void aLeaderboardIsThatOfTheFormatJson() throws Exception {
    String store = SmallStore.in(folder).toString();
    Shell shell = new Shell();
    assertThat(shell.run("leaderboard", "--store", store, "--format", "json")).isZero();

    assertThat(printed(0, "leaderboard", "--store", store))
        .isEqualTo(new ObjectMapper().readTree(shell.out()));

    assertThat(shell.run("leaderboard", "--store", store, "--format", "csv", "--json"))
        .isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains("--json is --format json; leave out one of the two");
  }

  @Test
  void anExportTellsItsFilesAndARebuildWhatItFound() throws Exception {
    String store = SmallStore.in(folder).toString();
    Path results = folder.resolve("results");

    JsonNode files = printed(0, "export", "--store", store, "--dir", results.toString());

    assertThat(files).isNotEmpty();
    files.forEach(file -> assertThat(Path.of(file.asText())).exists().hasParent(results));
    JsonNode rebuilt = printed(0, "rebuild", "--store", store);
    assertThat(rebuilt.get("same").asBoolean()).isTrue();
    assertThat(rebuilt.get("rows").get("trial").asInt()).isEqualTo(3);
  }

  @Test
  void channelsAreTold() throws Exception {
    Path key = folder.resolve("key");
    SecretFile.write(key, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    Path file =
        Files.writeString(
            folder.resolve("notify.yaml"),
            """
            channels:
              - type: webhook
                name: chat
                url: %s/hook
                secretFile: "%s"
                on: [stalled]
            """
                .formatted(coordinator.address(), key));

    JsonNode shown = printed(0, "notify", file.toString());

    assertThat(shown.get(0).get("channel").asText()).isEqualTo("chat");
    assertThat(shown.get(0).get("occasions").get(0).asText()).isEqualTo("stalled");
    assertThat(shown.get(0).get("taken").isNull()).isTrue();
    // The other side does not know the address.
    JsonNode tested = printed(Exit.FAILED, "notify", "--test", file.toString());
    assertThat(tested.get(0).get("taken").asBoolean(true)).isFalse();
    assertThat(tested.get(0).get("said").asText()).contains("500");
  }

  @Test
  void certificatesTellHowLongTheyAreValid() throws Exception {
    String authority = folder.resolve("ca").toString();
    String node = folder.resolve("gpu-1").toString();
    assertThat(printed(0, "certs", "ca", authority).get("validUntil").asText()).contains("T");
    JsonNode made = printed(0, "certs", "node", node, "--ca", authority);
    assertThat(made.get("file").asText()).endsWith("node.pem");
    assertThat(printed(0, "certs", "show", node)).hasSize(2).contains(made);
    assertThat(printed(0, "certs", "renew", node, "--ca", authority).get("subject"))
        .isEqualTo(made.get("subject"));
  }
}
