package cbd.worker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.worker.WorkerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the real program ends. No coordinator is there; it goes on asking until it is told to go. */
class WorkerProcessTest {
  @TempDir Path folder;
  private @Nullable Process worker;

  @AfterEach
  void leaveNothingBehind() {
    if (worker != null) {
      worker.destroyForcibly();
    }
  }

  @Test
  void leavesInGoodOrderOnSigterm() throws Exception {
    BufferedReader log = start();
    readUntil(log, "Joining the cluster");
    // Process.destroy would close its streams, too.
    assertThat(worker.toHandle().destroy()).isTrue();
    assertThat(exitCode()).isZero();
    readUntil(log, "Worker has stopped");
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void leavesInGoodOrderWhenItsStarterHasGone() throws Exception {
    BufferedReader log = start("--exit-with-stdin");
    readUntil(log, "Joining the cluster");
    worker.getOutputStream().close();
    assertThat(exitCode()).isZero();
  }

  @Test
  void saysThatItsPortIsBusyAndGoes() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BufferedReader log = start("--port", Integer.toString(busy.getLocalPort()));
      readUntil(
          log,
          "cbd worker: cannot start: port " + busy.getLocalPort() + " of 127.0.0.1 cannot be had");
      assertThat(exitCode()).isEqualTo(1);
    }
  }

  private BufferedReader start(String... more) throws IOException {
    Path temporary = folder.resolve("tmp");
    assertThat(temporary.toFile().mkdir()).isTrue();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName(),
                "worker",
                "--join=127.0.0.1:1",
                "--metrics-port=0",
                "--dir=" + folder.resolve("state")));
    command.addAll(List.of(more));
    worker = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new BufferedReader(worker.inputReader(UTF_8));
  }

  private static void readUntil(BufferedReader log, String sentence) throws IOException {
    List<String> seen = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      seen.add(line);
      if (line.contains(sentence)) {
        return;
      }
    }
    throw new AssertionError("The worker never said '" + sentence + "' but " + seen);
  }

  private int exitCode() throws InterruptedException {
    assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return worker.exitValue();
  }
}
