package cbd.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GpuReadingsTest {
  private static final double MIB = 1 << 20;

  @TempDir Path folder;

  @Test
  void readsWhatEachGpuTells() {
    GpuReadings program =
        FakeNvidiaSmi.saying(
            folder, "0, GPU-a, 1024, 81559, 37, 41, 120.51\n1, GPU-b, 0, 81559, 0, 29, 71", "");

    assertThat(program.gpus()).containsOnlyKeys("0", "1", "GPU-a", "GPU-b");
    GpuReadings.Reading first = program.gpus().get("0");
    assertThat(first.memoryUsed()).hasValue(1024 * MIB);
    assertThat(first.memorySize()).hasValue(81559 * MIB);
    assertThat(first.utilization().orElseThrow()).isCloseTo(0.37, within());
    assertThat(first.temperature()).hasValue(41);
    assertThat(first.power()).hasValue(120.51);
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }

  @Test
  void leavesOutWhatAGpuDoesNotTell() {
    GpuReadings program =
        FakeNvidiaSmi.saying(
            folder,
            "0, [N/A], [N/A], 8192, [Not Supported], ERR!, [Unknown Error]",
            "[N/A], 3\n12, [N/A]");

    assertThat(program.gpus())
        .contains(
            entry(
                "0",
                new GpuReadings.Reading(
                    OptionalDouble.empty(),
                    OptionalDouble.of(8192 * MIB),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty())));
    assertThat(program.processes()).isEmpty();
  }

  @Test
  void addsUpWhatAProcessHasOnSeveralGpus() {
    GpuReadings program = FakeNvidiaSmi.saying(folder, "", "12, 100\n13, 5\n12, 50");

    assertThat(program.processes()).containsOnly(entry(12L, 150 * MIB), entry(13L, 5 * MIB));
  }

  @Test
  void makesNothingOfNonsense() {
    GpuReadings program =
        FakeNvidiaSmi.saying(
            folder, "NVIDIA-SMI has failed, because\n\n0, 1\n99999, 1, 1, 1, 1, 1, 1", ",,\n");

    assertThat(program.gpus()).isEmpty();
    assertThat(program.processes()).isEmpty();
  }

  @Test
  void makesNothingOfAProgramThatComplains() {
    GpuReadings program =
        FakeNvidiaSmi.running(folder, "echo '0, GPU-a, 1024, 81559, 37, 41, 120.51'; exit 9");

    assertThat(program.gpus()).isEmpty();
  }
}
