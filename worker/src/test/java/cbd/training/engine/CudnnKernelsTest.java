package cbd.training.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The libtorch for the CPU has the switch as well; that it does what it says takes a GPU. */
@EnabledOnOs(OS.LINUX)
final class CudnnKernelsTest {

  @Test
  void turnsTheSwitchOfTheLibtorchThatRuns() {
    TrainingEngine.start(1);
    CudnnKernels kernels = CudnnKernels.ofThisProcess();
    kernels.deterministic();
    assertThat(kernels.areDeterministic()).isTrue();
    assertThat(CudnnKernels.ofThisProcess().areDeterministic()).isTrue();
  }
}
