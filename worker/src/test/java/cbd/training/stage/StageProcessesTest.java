package cbd.training.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several processes of a machine do to one folder, and what is left of one that is killed. */
class StageProcessesTest {
  @TempDir private Path folder;

  /** Gets one stage, says what happens, and goes on only when it hears a byte. */
  static final class Trial {
    private Trial() {}

    public static void main(String[] args) {
      boolean slowToWrite = args[1].equals("slow-to-write");
      TextStage stage =
          new TextStage(
              "shared",
              () -> {
                if (!slowToWrite) {
                  say("building");
                  hear();
                }
                return "result";
              }) {
            @Override
            public void write(String text, DataOutputStream out) throws IOException {
              super.write(text, out);
              if (slowToWrite) {
                out.write(new byte[1 << 20]);
                out.flush();
                say("writing");
                hear();
              }
            }
          };
      StageStore store =
          StageStore.of(
              new StageSettings(args[0], 10_000_000),
              InstantSource.system(),
              use -> say(use.reused() ? "reused" : "built"));
      boolean[] said = new boolean[1];
      String result =
          store.get(
              stage,
              () -> {
                if (!said[0]) {
                  say("waiting");
                  said[0] = true;
                }
              });
      say(result);
    }

    private static void say(String word) {
      System.out.println("trial: " + word);
    }

    private static void hear() {
      try {
        if (System.in.read() < 0) {
          throw new IllegalStateException("the test is gone");
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void theSecondWaitsAndReusesWhatTheFirstBuilds() throws Exception {
    try (Child first = new Child(folder, "slow-to-build")) {
      assertThat(first.word()).isEqualTo("building");
      try (Child second = new Child(folder, "slow-to-build")) {
        assertThat(second.word()).isEqualTo("waiting");
        first.goOn();
        assertThat(first.word()).isEqualTo("built");
        assertThat(first.word()).isEqualTo("result");
        assertThat(second.word()).isEqualTo("reused");
        assertThat(second.word()).isEqualTo("result");
      }
    }
  }

  @Test
  void theSecondBuildsWhenTheFirstIsKilledMeanwhile() throws Exception {
    try (Child first = new Child(folder, "slow-to-build")) {
      assertThat(first.word()).isEqualTo("building");
      try (Child second = new Child(folder, "slow-to-build")) {
        assertThat(second.word()).isEqualTo("waiting");
        first.kill();
        assertThat(second.word()).isEqualTo("building");
        second.goOn();
        assertThat(second.word()).isEqualTo("built");
      }
    }
  }

  @Test
  void aWriterThatIsKilledLeavesNothingHalf() throws Exception {
    try (Child writer = new Child(folder, "slow-to-write")) {
      assertThat(writer.word()).isEqualTo("writing");
      writer.kill();
    }
    assertThat(names()).as("the half").anyMatch(name -> name.endsWith(".draft"));
    assertThat(names()).noneMatch(name -> name.endsWith(".stage"));

    StageStore store =
        StageStore.of(
            new StageSettings(folder.toString(), 10_000_000), InstantSource.system(), use -> {});
    TextStage other = new TextStage("other", () -> "other");
    store.get(other, () -> {});
    assertThat(names()).as("the dead process's half").noneMatch(name -> name.endsWith(".draft"));
    TextStage shared = new TextStage("shared", () -> "result");
    assertThat(store.get(shared, () -> {})).isEqualTo("result");
    assertThat(shared.built).isEqualTo(1);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Child(Path folder, String manner) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Trial.class.getName(),
                  folder.toString(),
                  manner)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The next thing it says; the log may write there, too. */
    String word() throws IOException {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("trial: ")) {
          return line.substring("trial: ".length());
        }
      }
      throw new IOException("it ended");
    }

    void goOn() throws IOException {
      OutputStream in = process.getOutputStream();
      in.write('\n');
      in.flush();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
