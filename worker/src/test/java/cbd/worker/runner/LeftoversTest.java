package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dead worker left is ended by the next one; a stranger with the same number is not. */
class LeftoversTest {
  @TempDir Path folder;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    process = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  @Test
  void endsARunnerThatOutlivedItsWorkerEvenWhenItIsStopped() throws Exception {
    new Leftovers(folder).note(process.toHandle());
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();

    new Leftovers(folder).killAll();

    await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leavesAProcessAloneThatStartedAtAnotherTime() throws Exception {
    Files.writeString(folder.resolve(process.pid() + ".pid"), "2001-01-01T00:00:00Z");
    new Leftovers(folder).killAll();
    process.destroy();
    assertThat(process.waitFor()).as("SIGTERM's end, not SIGKILL's").isEqualTo(128 + 15);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void forgetsARunnerThatEnded() throws Exception {
    Leftovers leftovers = new Leftovers(folder);
    leftovers.note(process.toHandle());
    leftovers.forget(process.pid());
    leftovers.killAll();
    process.destroy();
    assertThat(process.waitFor()).as("SIGTERM's end, not SIGKILL's").isEqualTo(128 + 15);
  }
}
