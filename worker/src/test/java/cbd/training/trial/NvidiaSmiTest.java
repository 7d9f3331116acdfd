package cbd.training.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** With a shell in the place of the program; it is given the GPU's number as {@code $0}. */
class NvidiaSmiTest {

  @Test
  void tellsModelAndDriver() {
    NvidiaSmi smi = shell("echo \"NVIDIA H100 80GB HBM3, 570.86.15\"");
    assertThat(smi.describe("gpu:0", "")).isEqualTo(" (NVIDIA H100 80GB HBM3, driver 570.86.15)");
  }

  @Test
  void asksForTheGpuThatLibtorchMeans() {
    NvidiaSmi smi = shell("echo \"number $0\"");
    assertThat(smi.describe("gpu:0", "")).isEqualTo(" (number 0)");
    assertThat(smi.describe("gpu", "")).isEqualTo(" (number 0)");
    assertThat(smi.describe("gpu:1", "")).isEqualTo(" (number 1)");
    assertThat(smi.describe("gpu:0", "3")).isEqualTo(" (number 3)");
    assertThat(smi.describe("gpu:1", "2, GPU-8932f937")).isEqualTo(" (number GPU-8932f937)");
  }

  @Test
  void saysNothingWhereNobodyTells() {
    assertThat(shell("echo Unable to determine; exit 6").describe("gpu:0", "")).isEmpty();
    assertThat(shell("true").describe("gpu:0", "")).isEmpty();
    assertThat(new NvidiaSmi(List.of("/no/such/program")).describe("gpu:0", "")).isEmpty();
  }

  private static NvidiaSmi shell(String script) {
    return new NvidiaSmi(List.of("sh", "-c", script));
  }
}
