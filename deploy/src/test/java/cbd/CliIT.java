package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.cli.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person at a command line meets. */
class CliIT {
  private static final String TRIAL =
      """
      dataset: shapes
      trainImages: 300
      testImages: 100
      model: wrn-10-1
      attack: badnets
      defense: {type: cbd, t1: 1}
      training: {epochs: 2, lrMilestones: [], augmentation: standard}
      """;

  @TempDir Path folder;
  private Processes processes;

  @BeforeEach
  void prepare() {
    processes = new Processes(folder);
  }

  @AfterEach
  void clear() {
    processes.close();
  }

  @Test
  void pointsAtAMisspeltKey() throws Exception {
    String yaml = Sweeps.yaml(300, 2, "defence: [none]");
    Path file = Sweeps.file(folder, yaml);

    Processes.Ended ended = processes.run("validate", file.toString());

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains(file + ":11:3: grid.defence is not a setting of a trial")
        .contains("defense");
  }

  @Test
  void saysHowToStartACoordinatorWhenThereIsNone() throws Exception {
    Path file = Sweeps.file(folder, Sweeps.yaml(300, 2, "repeat: [0]"));

    Processes.Ended ended =
        processes.run(
            "submit", file.toString(), "--coordinator", "http://127.0.0.1:1", "--wait", "0");

    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.err())
        .contains("no coordinator answers at http://127.0.0.1:1", "`cbd coordinator`");
  }

  @Test
  void trainsTheSameTrialToTheSameNumbers() throws Exception {
    Path file = Files.writeString(folder.resolve("trial.yaml"), TRIAL);

    List<String> first = numbers(file);

    assertThat(first).hasSizeGreaterThan(6);
    assertThat(numbers(file)).isEqualTo(first);
  }

  /** Every measured number, in order; not the times. */
  private List<String> numbers(Path trial) throws IOException, InterruptedException {
    Processes.Ended ended = processes.run("train", trial.toString(), "--threads", "1", "--json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended
        .out()
        .lines()
        .flatMap(line -> List.of(line.split("[,{}]", -1)).stream())
        .map(part -> part.strip())
        .filter(part -> part.matches("\"(loss|cleanAccuracy|attackSuccessRate|robustAccuracy)\".*"))
        .toList();
  }

  /** Else one thread that met the end of the heap would leave a process that does half its work. */
  @Test
  void whatServesEndsWhenItRunsOutOfMemory() throws Exception {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "PATH",
            System.getenv("PATH"),
            "CBD_JAVA_OPTS",
            "-XX:+PrintCommandLineFlags");
    for (String command : List.of("coordinator", "worker")) {
      Processes.Ended ended =
          processes.runAlone(Processes.HOME.resolve("cbd"), environment, command, "--help");
      assertThat(ended.exit()).as(ended.err()).isZero();
      assertThat(ended.out() + ended.err()).contains("-XX:OnOutOfMemoryError=", "kill -9 %p");
    }
  }

  @Test
  void helpNamesEveryCommandAndEachHelps() throws Exception {
    String all = processes.run("help").out();
    Programs.all().getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(command -> !command.usageMessage().hidden() && !command.name().equals("help"))
        .forEach(command -> assertThat(all).contains("  " + command.name() + " "));
    for (String command : List.of("worker", "train", "submit", "certs", "doctor", "completion")) {
      Processes.Ended ended = processes.run(command, "--help");
      assertThat(ended.exit()).as(ended.err()).isZero();
      assertThat(ended.out()).contains("Usage: cbd " + command);
    }
    assertThat(processes.run("help", "bench", "scheduler").out())
        .as("of the program that has it")
        .contains("Usage: cbd bench", "scheduler");
  }
}
