package cbd.training.runner;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Failure;
import cbd.domain.ModelFile;
import cbd.domain.Phase;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real child process, spoken to as the agent does. */
@Timeout(120)
class RunnerMainTest {
  private static final RunSettings CPU = new RunSettings("", 1, "cpu");

  @TempDir private Path logs;
  private Path dir;
  private Path socket;
  private ServerSocketChannel server;
  private Process runner;

  @BeforeEach
  void startRunner() throws IOException {
    // Not in @TempDir: a socket's path may have 108 bytes only.
    dir = Files.createTempDirectory("cbd");
    socket = dir.resolve("s");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RunnerMain.class.getName(),
            socket.toString());
    builder.environment().put(RunnerMain.TOKEN_VARIABLE, "secret");
    builder.redirectErrorStream(true).redirectOutput(logs.resolve("runner.log").toFile());
    runner = builder.start();
  }

  @AfterEach
  void stopRunner() throws IOException {
    runner.destroyForcibly();
    server.close();
    Files.deleteIfExists(socket);
    Files.delete(dir);
  }

  @Test
  void saysHelloTrainsTellsAndExits() throws Exception {
    try (SocketChannel agent = server.accept()) {
      Frames frames = new Frames(agent);
      assertThat(frames.read()).isEqualTo(new RunnerMessage.Hello("secret", runner.pid()));
      Path model = logs.resolve("model.safetensors");
      frames.write(new RunnerMessage.Start(spec(2), CPU.keeping(model.toString(), "")));
      List<RunnerMessage> heard = hear(frames);
      assertThat(heard)
          .filteredOn(RunnerMessage.EpochDone.class::isInstance)
          .extracting(message -> ((RunnerMessage.EpochDone) message).metrics().epoch())
          .containsExactly(1, 2);
      assertThat(heard)
          .filteredOn(RunnerMessage.Progressed.class::isInstance)
          .extracting(message -> ((RunnerMessage.Progressed) message).progress().phase())
          .hasSizeGreaterThanOrEqualTo(2)
          .containsOnly(Phase.FINAL);
      assertThat(heard.get(heard.size() - 1))
          .isInstanceOfSatisfying(
              RunnerMessage.Finished.class,
              finished ->
                  assertThat(finished.outcome())
                      .isInstanceOfSatisfying(
                          TrialOutcome.Succeeded.class,
                          success ->
                              assertThat(success.result().provenance().models())
                                  .extracting(ModelFile::file)
                                  .containsExactly(model.toString())));
      assertThat(model).exists();
    }
    assertExit(0);
  }

  @Test
  void stopsWhenAsked() throws Exception {
    try (SocketChannel agent = server.accept()) {
      Frames frames = new Frames(agent);
      frames.read();
      frames.write(new RunnerMessage.Start(spec(10_000), CPU));
      assertThat(afterPreparation(frames)).isInstanceOf(RunnerMessage.Progressed.class);
      frames.write(new RunnerMessage.Stop());
      List<RunnerMessage> heard = hear(frames);
      assertThat(heard.get(heard.size() - 1))
          .isEqualTo(new RunnerMessage.Finished(new TrialOutcome.Stopped()));
    }
    assertExit(0);
  }

  private static RunnerMessage afterPreparation(Frames frames) throws IOException {
    RunnerMessage message = frames.read();
    while (message instanceof RunnerMessage.Alive || message instanceof RunnerMessage.Pictured) {
      message = frames.read();
    }
    return message;
  }

  @Test
  void tellsAFailureAndExitsAccordingly() throws Exception {
    try (SocketChannel agent = server.accept()) {
      Frames frames = new Frames(agent);
      frames.read();
      TrialSpec cifar =
          RecordReader.read(
              TrialSpec.class,
              JsonText.parse(
                  "{\"dataset\":\"cifar10\",\"attack\":\"badnets\",\"defense\":\"none\"}"));
      frames.write(new RunnerMessage.Start(cifar, CPU));
      assertThat(afterPreparation(frames))
          .isInstanceOfSatisfying(
              RunnerMessage.Finished.class,
              finished ->
                  assertThat(((TrialOutcome.Failed) finished.outcome()).failure())
                      .isEqualTo(Failure.DATA_UNAVAILABLE));
    }
    assertExit(74);
  }

  @Test
  void haltsWhenItsStandardInputEnds() throws Exception {
    try (SocketChannel agent = server.accept()) {
      Frames frames = new Frames(agent);
      frames.read();
      frames.write(new RunnerMessage.Start(spec(10_000), CPU));
      frames.read();
      runner.getOutputStream().close();
      assertExit(75);
    }
  }

  @Test
  void haltsWhenTheAgentHangsUp() throws Exception {
    try (SocketChannel agent = server.accept()) {
      Frames frames = new Frames(agent);
      frames.read();
      frames.write(new RunnerMessage.Start(spec(10_000), CPU));
      frames.read();
    }
    assertExit(75);
  }

  private static List<RunnerMessage> hear(Frames frames) throws IOException {
    List<RunnerMessage> heard = new ArrayList<>();
    for (RunnerMessage next = frames.read(); next != null; next = frames.read()) {
      heard.add(next);
      if (next instanceof RunnerMessage.Finished) {
        break;
      }
    }
    return heard;
  }

  private void assertExit(int code) throws Exception {
    assertThat(runner.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(runner.exitValue()).as(Files.readString(logs.resolve("runner.log"))).isEqualTo(code);
  }

  private static TrialSpec spec(int epochs) {
    return RecordReader.read(
        TrialSpec.class,
        JsonText.parse(
            "{\"dataset\":\"shapes\",\"trainImages\":40,\"testImages\":20,\"model\":\"wrn-10-1\","
                + "\"attack\":\"badnets\",\"defense\":\"none\","
                + "\"training\":{\"batchSize\":10,\"epochs\":"
                + epochs
                + "}}"));
  }
}
