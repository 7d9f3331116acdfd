package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.text.JsonText;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.training.replay.StoredTrial;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Trains one tiny trial once, and then again for each test that replays it. */
class ReplayCommandTest {
  private static final String TINY =
      """
      dataset: shapes
      trainImages: 40
      testImages: 20
      model: wrn-10-1
      attack: badnets
      defense: none
      training: {epochs: 1, batchSize: 20}
      """;

  @TempDir static Path dir;
  private static String stored;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    StringWriter json = new StringWriter();
    Path file = Files.writeString(dir.resolve("trial.yaml"), TINY);
    int exit =
        new CommandLine(new TrainCommand(InstantSource.system()))
            .setOut(new PrintWriter(json, true))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(file.toString(), "--json");
    assertThat(exit).isZero();
    stored = json.toString();
  }

  @Test
  void confirmsWhatItCanRepeat() throws IOException {
    Path file = Files.writeString(dir.resolve("result.json"), stored);
    assertThat(replay(file.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("ASR").contains("equal to the last digit.");
    assertThat(err.toString()).contains("again on cpu, threads=1").contains("final      epoch   1");
  }

  @Test
  void refutesAnInventedScore() {
    String invented =
        stored.replaceFirst("(\"outcome\"(?s).*\"cleanAccuracy\": )[0-9.]+", "$10.99");
    assertThat(invented).isNotEqualTo(stored);
    assertThat(replayed(invented, "-")).isEqualTo(1);
    assertThat(out.toString()).contains("stored  99.00000 %").contains("had to be equal");
  }

  @Test
  void saysFirstThatTheDataAreOthers() {
    String other = stored.replaceFirst("\"dataHash\": \"[0-9a-f]{64}\"", "\"dataHash\": \"abc\"");
    assertThat(replayed(other, "-")).isEqualTo(1);
    assertThat(out.toString().lines().skip(1).findFirst().orElse(""))
        .startsWith("Not confirmed: this machine's images");
    assertThat(out.toString()).contains("other images: stored abc");
  }

  @Test
  void asksTheCoordinator() throws IOException {
    HttpServer coordinator =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StoredTrial trial = StoredTrial.parse(stored);
    String id = trial.id().toString();
    Map<String, Tree> about = new LinkedHashMap<>();
    about.put("id", Tree.Scalar.of(id));
    about.put("state", Tree.Scalar.of("succeeded"));
    about.put("spec", RecordWriter.tree(trial.spec()));
    about.put("result", RecordWriter.tree(trial.result()));
    Tree detail =
        Tree.Mapping.of(
            Map.of("trial", Tree.Mapping.of(about), "epochs", Tree.Sequence.of(List.of())));
    String answer = JsonText.write(detail);
    coordinator.createContext(
        "/api/v1/trials/" + id.substring(0, 8),
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    coordinator.start();
    String address = "http://127.0.0.1:" + coordinator.getAddress().getPort();
    try {
      assertThat(replay(id.substring(0, 8), "--coordinator", address, "--json"))
          .as(err.toString())
          .isZero();
      assertThat(out.toString()).contains("\"verdict\": \"equal\"").contains("\"again\": {");
      assertThat(replay("ffff", "--coordinator", address)).isEqualTo(4);
      assertThat(err.toString())
          .contains(
              "does not tell of trial ffff: what answers there is no coordinator: status 404");
    } finally {
      coordinator.stop(0);
    }
    assertThat(replay("ffff", "--coordinator", address)).isEqualTo(4);
    assertThat(err.toString()).contains("No coordinator answers at " + address);
  }

  @Test
  void refusesWhatIsNoStoredTrial() {
    assertThat(replayed("{\"trial\": {\"id\": \"ab\", \"result\": null}}", "-")).isEqualTo(2);
    assertThat(err.toString()).contains("the trial has no result");
    assertThat(replayed("[]", "-")).isEqualTo(2);
    assertThat(replayed("{", "-")).isEqualTo(2);
    assertThat(replay("no-such-file.json")).isEqualTo(2);
    assertThat(err.toString()).contains("TRIAL must be an existing file or four or more digits");
    assertThat(replayed(stored, "-", "--tolerance", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("--tolerance must be between 0 and 1, but was 2.0");
  }

  @Test
  void failsWhereTheDeviceIsNotThere() {
    assertThat(replayed(stored, "-", "--device", "gpu:99")).isEqualTo(1);
    assertThat(err.toString()).contains("The trial failed: device must be one that libtorch sees");
  }

  private int replay(String... args) {
    return replayed("", args);
  }

  private int replayed(String input, String... args) {
    ReplayCommand command =
        new ReplayCommand(
            InstantSource.system(),
            () -> new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
