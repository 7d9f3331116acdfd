package cbd.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.Test;

final class TrainingEngineTest {

  @Test
  void setsTheThreadsOfOperations() {
    TrainingEngine.start(2);
    assertThat(JniUtils.getNumThreads()).isEqualTo(2);
    TrainingEngine engine = TrainingEngine.start(1);
    assertThat(JniUtils.getNumThreads()).isEqualTo(1);
    assertThat(JniUtils.getNumInteropThreads()).isEqualTo(1);
    assertThat(engine.version()).startsWith("2.7");
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
  }

  @Test
  void refusesWhatItCannotRunOn() {
    TrainingEngine engine = TrainingEngine.start(1);
    assertThatThrownBy(() -> TrainingEngine.start(0))
        .hasMessage("threads must be at least 1, but was 0");
    assertThatThrownBy(() -> engine.newManager("tpu"))
        .hasMessage("device must be cpu, gpu or gpu:N, but was tpu");
    assertThatThrownBy(() -> engine.newManager("gpu:999"))
        .hasMessageContaining("device must be one that libtorch sees");
  }

  @Test
  void makesManagersOnTheCpu() {
    try (NDManager manager = TrainingEngine.start(1).newManager("cpu")) {
      assertThat(manager.getDevice().isGpu()).isFalse();
    }
  }
}
