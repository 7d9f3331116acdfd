package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a real process, ended from outside in the middle of a long trial. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS) // has no SIGTERM
class StopSignalTest {

  @Test
  void stopsALongTrialWithinABatchAndSaysSo(@TempDir Path dir) throws Exception {
    Path trial =
        Files.writeString(
            dir.resolve("trial.yaml"),
            """
            dataset: shapes
            trainImages: 40
            testImages: 20
            model: wrn-10-1
            attack: badnets
            defense: none
            training: {epochs: 10000, batchSize: 20}
            """);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "cbd.training.TrainingMain",
                "train",
                trial.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = process.inputReader()) {
      waitForALineWith("epoch   1", said);
      process.toHandle().destroy(); // Process.destroy() would close the streams, too
      waitForALineWith("The trial was stopped; it has no result.", said);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void waitForALineWith(String text, BufferedReader said) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      all.append(line).append('\n');
      if (line.contains(text)) {
        return;
      }
    }
    throw new AssertionError("'" + text + "' was never said, but:\n" + all);
  }
}
