package cbd.training.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The libtorch for the CPU has the switch as well; that it does what it says takes a GPU. */
@EnabledOnOs(OS.LINUX)
final class CudnnKernelsTest {

  @Test
  void turnsTheSwitchOfTheLibtorchThatRuns() throws IOException {
    TrainingEngine.start(1);
    CudnnKernels kernels = CudnnKernels.of(loaded().getParent());
    assertThat(kernels.areDeterministic()).isFalse();
    kernels.deterministic();
    assertThat(kernels.areDeterministic()).isTrue();
  }

  private static Path loaded() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.endsWith("/libtorch_cpu.so"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst()
          .orElseThrow();
    }
  }
}
