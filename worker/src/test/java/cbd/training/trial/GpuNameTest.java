package cbd.training.trial;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.training.gpu.NvidiaSmi;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a shell in the place of the program; it is given the GPU's number in {@code $1}. */
class GpuNameTest {

  @Test
  void tellsModelAndDriver() {
    GpuName name = shell("echo \"NVIDIA H100 80GB HBM3, 570.86.15\"");
    assertThat(name.describe("gpu:0", "")).isEqualTo(" (NVIDIA H100 80GB HBM3, driver 570.86.15)");
  }

  @Test
  void asksForTheGpuThatLibtorchMeans() {
    GpuName name = shell("echo \"number ${1#--id=}\"");
    assertThat(name.describe("gpu:0", "")).isEqualTo(" (number 0)");
    assertThat(name.describe("gpu", "")).isEqualTo(" (number 0)");
    assertThat(name.describe("gpu:1", "")).isEqualTo(" (number 1)");
    assertThat(name.describe("gpu:0", "3")).isEqualTo(" (number 3)");
    assertThat(name.describe("gpu:1", "2, GPU-8932f937")).isEqualTo(" (number GPU-8932f937)");
  }

  @Test
  void saysNothingWhereNobodyTells() {
    assertThat(shell("echo Unable to determine; exit 6").describe("gpu:0", "")).isEmpty();
    assertThat(shell("true").describe("gpu:0", "")).isEmpty();
    assertThat(asking(List.of("/no/such/program")).describe("gpu:0", "")).isEmpty();
  }

  private static GpuName shell(String script) {
    return asking(List.of("sh", "-c", script));
  }

  private static GpuName asking(List<String> program) {
    return new GpuName(new NvidiaSmi(program, Duration.ofSeconds(20)));
  }
}
