package cbd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final int PATIENCE_SECONDS = 120;

  @TempDir private Path folder;

  @Test
  void endsWithTheProgramsExitCode() throws Exception {
    assertThat(run("7")).isEqualTo(new Ended(7, ""));
  }

  @Test
  void endsWhereAnErrorLeavesThreadsBehind() throws Exception {
    Ended ended = run("error");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said())
        .contains("java.lang.NoClassDefFoundError: no/such/Class")
        .contains("\tat cbd.cli.MainTest");
  }

  private record Ended(int code, String said) {}

  private Ended run(String argument) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            HalfBuilt.class.getName(),
            argument);
    // Java tells of these on stderr.
    builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(out));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts a thread that never ends, then returns its argument or meets an error. */
  static final class HalfBuilt {
    private HalfBuilt() {}

    public static void main(String[] args) {
      Main.exitWith(
          () -> {
            new Thread(HalfBuilt::serve, "server").start();
            if (args[0].equals("error")) {
              throw new NoClassDefFoundError("no/such/Class");
            }
            return Integer.parseInt(args[0]);
          });
    }

    private static void serve() {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
