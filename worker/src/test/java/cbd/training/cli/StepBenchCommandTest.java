package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Architecture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class StepBenchCommandTest {
  private static final String[] SHORT = {
    "step",
    "--model",
    "wrn-10-1",
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

  @Test
  void spellsNetworksAsSweepFilesDo() {
    assertThat(run("step", "--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("resnet-34-imagenet (default: wrn-16-1)")
        .contains("Some of eager, scripted")
        .doesNotContain("WRN_16_1");
    assertThat(run("step", "--model", "wrn-16-3")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'--model': must be one of wrn-10-1, ")
        .contains("but was 'wrn-16-3'; did you mean wrn-16-1?");
    assertThat(new StepBenchCommand.Models().convert("WRN_40_2")).isEqualTo(Architecture.WRN_40_2);
  }

  @Test
  void isDescribedAmongTheBenchmarksInAWholeSentence() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("step  Time the steps of CBD on noise images.\n");
  }

  private int run(String... args) {
    return new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
