package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class StepBenchCommandTest {
  private static final String[] SHORT = {
    "step",
    "--model",
    "WRN_10_1",
    "--batch",
    "2",
    "--threads",
    "1",
    "--rounds",
    "1",
    "--steps",
    "2",
    "--warm-up",
    "0"
  };

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsATableWithALineForEachKindOfStepAndVariant() {
    assertThat(run(SHORT)).isZero();
    assertThat(out.toString().lines().toList()).hasSize(1 + 3 * 2);
    assertThat(out.toString())
        .contains(
            "median ms",
            "images/s",
            "eager",
            "scripted",
            "phase-a ",
            "phase-b ",
            "phase-b-critic ");
  }

  @Test
  void printsJsonForMachines() {
    String[] json = Arrays.copyOf(SHORT, SHORT.length + 1);
    json[SHORT.length] = "--json";
    assertThat(run(json)).isZero();
    assertThat(out.toString().strip())
        .startsWith(
            "[{\"step\":\"phase-a\",\"variant\":\"eager\",\"threads\":1,\"batchSize\":2,\"medianMillis\":")
        .endsWith("\"samples\":2}]");
  }

  @Test
  void saysWhatIsWrongWithASetting() {
    assertThat(run("step", "--batch", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("batchSize must be at least 2, but was 1");
    assertThat(run("step", "--device", "tpu")).isEqualTo(2);
    assertThat(err.toString()).contains("device must be cpu, gpu or gpu:N, but was tpu");
  }

  private int run(String... args) {
    return new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
