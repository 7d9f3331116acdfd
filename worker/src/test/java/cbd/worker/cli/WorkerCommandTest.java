package cbd.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.stage.StageSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class WorkerCommandTest {
  private final AtomicReference<WorkerSettings> started = new AtomicReference<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String line) {
    CommandLine commandLine =
        CbdCommand.commandLine(
            new WorkerCommand(
                settings -> {
                  started.set(settings);
                  return 0;
                }));
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(line.split(" "));
  }

  @Test
  void needsOnlyACoordinator() {
    assertThat(execute("worker --join 127.0.0.1:25520")).isZero();
    WorkerSettings settings = started.get();
    assertThat(settings.cluster().seeds()).containsExactly("127.0.0.1:25520");
    assertThat(settings.cluster().host()).isEqualTo("127.0.0.1");
    assertThat(settings.slots()).containsExactly("cpu");
    assertThat(settings.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.name()).isEmpty();
    assertThat(settings.metricsPort()).isEqualTo(9471);
    assertThat(settings.keptModels()).isEqualTo(200);
    assertThat(settings.keepBackdoored()).isFalse();
    assertThat(settings.exitWithStdin()).isFalse();
  }

  @Test
  void keepsStagesInItsFolderElsewhereOrNowhere() {
    assertThat(execute("worker --join a:1 --dir /tmp/w")).isZero();
    assertThat(started.get().stages())
        .isEqualTo(new StageSettings("/tmp/w/stages", 20_000_000_000L));
    assertThat(execute("worker --join a:1 --stages /tmp/s --stage-budget 500MB")).isZero();
    assertThat(started.get().stages()).isEqualTo(new StageSettings("/tmp/s", 500_000_000));
    assertThat(started.get().checkpoints().folder()).endsWith(".cbd/worker/checkpoints");
    assertThat(
            execute(
                "worker --join a:1 --checkpoints /tmp/c --checkpoint-every 3 --checkpoint-minutes 0.5"
                    + " --checkpoint-budget 2GB"))
        .isZero();
    assertThat(started.get().checkpoints())
        .isEqualTo(new CheckpointSettings("/tmp/c", 3, 0.5, 2_000_000_000L, ""));
    assertThat(execute("worker --join a:1 --checkpoints off")).isZero();
    assertThat(started.get().checkpoints()).isEqualTo(CheckpointSettings.OFF);
    assertThat(execute("worker --join a:1 --stages off")).isZero();
    assertThat(started.get().stages()).isEqualTo(StageSettings.OFF);
  }

  @Test
  void dealsSlotsOutToDevices() {
    assertThat(
            execute(
                "worker --join a:1 --join b:2 --slots 3 --device gpu:0 --device gpu:1"
                    + " --threads 5 --name anna --exit-with-stdin"))
        .isZero();
    assertThat(started.get().slots()).containsExactly("gpu:0", "gpu:1", "gpu:0");
    assertThat(started.get().threads()).isEqualTo(5);
    assertThat(started.get().name()).contains("anna");
    assertThat(started.get().exitWithStdin()).isTrue();
  }

  @Test
  void tellsOfProgressAsOftenAsThereIsAnyUnlessItIsToldNotTo() {
    assertThat(execute("worker --join a:1")).isZero();
    assertThat(started.get().betweenProgress()).isZero();
    assertThat(execute("worker --join a:1 --progress-seconds 5")).isZero();
    assertThat(started.get().betweenProgress()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void givesEachOfManySlotsOneThread() {
    assertThat(execute("worker --join a:1 --slots 256")).isZero();
    assertThat(started.get().threads()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "worker                                       | --join",
        "worker --join 127.0.0.1                      | --join must be HOST:PORT, but was"
            + " 127.0.0.1",
        "worker --join a:99999                        | --join must be HOST:PORT, but was a:99999",
        "worker --join a:1 --slots 0                  | --slots must be between 1 and 256, but was"
            + " 0",
        "worker --join a:1 --device gpu               | --device must be cpu, gpu:0",
        "worker --join a:1 --threads 0                | --threads must be between 1 and 1024",
        "worker --join a:1 --metrics-port -1          | --metrics-port must be between 0 and 65535",
        "worker --join a:1 --runner-heap lots         | --runner-heap must be such as 2g or 800m",
        "worker --join a:1 --keep-models -1           | --keep-models must be at least 0, but was",
        "worker --join a:1 --keep-models 0 --keep-backdoored | at least 1 with --keep-backdoored",
        "worker --join a:1 --host 0.0.0.0             | add --insecure",
        "worker --join 192.0.2.1:25520                | cannot reach this worker at 127.0.0.1",
        "worker --join a:1 --stage-budget much        | --stage-budget must be a size such as"
            + " 500MB",
        "worker --join a:1 --progress-seconds 0.1     | --progress-seconds must be between 0.5 and",
        "worker --join a:1 --progress-seconds 31      | --progress-seconds must be between 0.5 and",
        "worker --join a:1 --slotz 2                  | --slots"
      })
  void saysWhatIsWrong(String line, String complaint) {
    assertThat(execute(line)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("cbd worker: ")
        .contains(complaint)
        .endsWith("--help'.\n");
    assertThat(started.get()).isNull();
  }

  @Test
  void explainsItself() {
    assertThat(execute("help worker")).isZero();
    assertThat(out.toString())
        .contains("Usage: cbd worker")
        .contains("--insecure")
        .contains("Exit codes:")
        .doesNotContain("--exit-with-stdin");
  }
}
