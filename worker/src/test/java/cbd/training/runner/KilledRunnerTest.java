package cbd.training.runner;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.EpochMetrics;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.trial.RunSettings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real runner processes, killed at moments that nobody chose, and others that go on. */
@Timeout(300)
class KilledRunnerTest {
  private static final int KILLS = 4;

  @TempDir private Path folder;
  private Path dir;

  @BeforeEach
  void makeRoomForSockets() throws IOException {
    dir = Files.createTempDirectory("cbd");
  }

  @AfterEach
  void removeSockets() throws IOException {
    Files.deleteIfExists(dir.resolve("s"));
    Files.delete(dir);
  }

  @Test
  void ofOneTrialEndAsOneThatNobodyKilled() throws Exception {
    List<EpochMetrics> undisturbed = new ArrayList<>();
    TrialResult expected = run("undisturbed", CheckpointSettings.OFF, 0, undisturbed);
    // Within an epoch as often as it is allowed to, so that some are killed while they write.
    CheckpointSettings often =
        new CheckpointSettings(folder.resolve("checkpoints").toString(), 1, 1e-6, 1L << 30, "w");
    SplittableRandom random = new SplittableRandom(20261126);
    int kills = 0;
    TrialResult result = null;
    List<EpochMetrics> epochs = new ArrayList<>();
    while (result == null) {
      epochs.clear();
      long hundredths = kills < KILLS ? random.nextLong(1, 60) : 0;
      result = run("killed", often, hundredths, epochs);
      kills += result == null ? 1 : 0;
    }
    assertThat(kills).isEqualTo(KILLS);
    assertThat(result.scores()).isEqualTo(expected.scores());
    assertThat(result.provenance().resumed()).isNotEmpty();
    assertThat(epochs).extracting(EpochMetrics::loss).isEqualTo(losses(undisturbed));
    assertThat(epochs).extracting(EpochMetrics::scores).isEqualTo(scores(undisturbed));
    assertThat(folder.resolve("killed.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("undisturbed.safetensors"));
  }

  private static List<Double> losses(List<EpochMetrics> epochs) {
    return epochs.stream().map(EpochMetrics::loss).toList();
  }

  private static List<Object> scores(List<EpochMetrics> epochs) {
    return epochs.stream().<Object>map(EpochMetrics::scores).toList();
  }

  /**
   * Trains in a process of its own.
   *
   * @param hundredths of a second after its first step when it is killed; 0: it is not
   * @return null when it was killed
   */
  private @Nullable TrialResult run(
      String name, CheckpointSettings checkpoints, long hundredths, List<EpochMetrics> epochs)
      throws Exception {
    Path socket = dir.resolve("s");
    Files.deleteIfExists(socket);
    Process runner = null;
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      runner = start(socket);
      try (SocketChannel agent = server.accept()) {
        Frames frames = new Frames(agent);
        frames.read();
        String model = folder.resolve(name + ".safetensors").toString();
        RunSettings settings =
            new RunSettings("", 1, "cpu").keeping(model, "").checkpointing(checkpoints);
        frames.write(new RunnerMessage.Start(spec(), settings));
        return hear(frames, runner, hundredths, epochs);
      }
    } finally {
      if (runner != null) {
        runner.destroyForcibly().waitFor();
      }
    }
  }

  private static @Nullable TrialResult hear(
      Frames frames, Process runner, long hundredths, List<EpochMetrics> epochs) throws Exception {
    for (RunnerMessage next = frames.read(); next != null; next = frames.read()) {
      if (next instanceof RunnerMessage.EpochDone done) {
        epochs.add(done.metrics());
      } else if (next instanceof RunnerMessage.Progressed && hundredths > 0) {
        assertThat(runner.waitFor(10 * hundredths, TimeUnit.MILLISECONDS)).isFalse();
        runner.destroyForcibly();
        return null;
      } else if (next instanceof RunnerMessage.Finished finished) {
        return ((TrialOutcome.Succeeded) finished.outcome()).result();
      }
    }
    throw new AssertionError("the runner hung up");
  }

  private Process start(Path socket) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RunnerMain.class.getName(),
            socket.toString());
    builder.environment().put(RunnerMain.TOKEN_VARIABLE, "secret");
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    return builder.start();
  }

  private static TrialSpec spec() {
    return RecordReader.read(
        TrialSpec.class,
        JsonText.parse(
            "{\"dataset\":\"shapes\",\"trainImages\":120,\"testImages\":40,\"model\":\"wrn-10-1\","
                + "\"attack\":\"badnets\",\"defense\":{\"type\":\"cbd\",\"t1\":3},"
                + "\"training\":{\"batchSize\":8,\"epochs\":3}}"));
  }
}
