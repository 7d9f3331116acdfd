package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No runner outlives the worker that started it, however that worker ends. */
class OrphanTest {
  @TempDir Path folder;

  /** A worker that starts a runner which would run for ever, and says its process id. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws IOException {
      Slot slot = Workbench.with(Path.of(args[0]), FakeRunner.Hangs.class).slot();
      slot.start(Workbench.lease(1), Workbench.spec(1));
      await().atMost(Duration.ofSeconds(60)).until(() -> slot.takeStep().isPresent());
      System.out.println("runner=" + slot.pid());
      await().forever().until(() -> slot.pid() == 0);
    }
  }

  @Test
  void dieWithAWorkerThatIsKilled() throws IOException {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = new BufferedReader(parent.inputReader(StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (!line.startsWith("runner=")) {
        line = out.readLine();
      }
      long pid = Long.parseLong(line.substring("runner=".length()));
      ProcessHandle runner = ProcessHandle.of(pid).orElseThrow();
      assertThat(runner.isAlive()).isTrue();

      parent.destroyForcibly();

      await().atMost(Duration.ofSeconds(30)).until(() -> !runner.isAlive());
    } finally {
      parent.destroyForcibly();
    }
  }
}
