package cbd.training;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.training.cli.TrainingCommands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TrainingMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"train", "evaluate", "replay", "bench", "data", "show", "show attack"})
  void explainsEveryCommand(String command) {
    assertThat(execute((command + " --help").split(" ", -1))).isZero();
    assertThat(out.toString()).contains("Usage: cbd " + command);
    assertThat(execute("help", command.split(" ", -1)[0])).isZero();
  }

  @Test
  void documentsItsExitCodes() {
    execute("train", "--help");
    assertThat(out.toString()).contains("Exit codes:").contains("130").contains("Ctrl-C");
  }

  @Test
  void tellsItsVersionAndCommit() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).startsWith("cbd ").contains("commit");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(execute("trian")).isEqualTo(2);
    assertThat(err.toString()).contains("train");
    assertThat(execute("data")).isEqualTo(2);
    assertThat(err.toString()).contains("cbd data fetch cifar10");
    assertThat(execute("data", "fetch", "imagenet")).isEqualTo(2);
    assertThat(err.toString()).contains("cifar10");
    assertThat(execute("data", "fetch", "cifar")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean cifar10?");
  }

  @Test
  void answersAWrongOptionWithASentenceAndNotWithTheWholeHelp() {
    assertThat(execute("train", "trial.yaml", "--treads", "2")).isEqualTo(2);
    assertThat(err.toString())
        .contains("cbd train: Unknown option", "Try 'cbd train --help'.")
        .doesNotContain("Usage:");
  }

  private int execute(String... args) {
    CommandLine commands = TrainingCommands.commandLine(InstantSource.fixed(Instant.EPOCH));
    return commands
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
