package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import cbd.training.engine.TrainingEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpsamplingTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void free() {
    manager.close();
  }

  /** Corners not aligned: ¾ and ¼ of two neighbours. */
  @Test
  void doubles() {
    NDArray x = manager.create(new float[] {0, 4}, new Shape(1, 1, 1, 2));
    assertThat(Upsampling.bilinear(x, 1, 4).toFloatArray()).containsExactly(0, 1, 3, 4);
    assertThat(Upsampling.byProducts(x, 1, 4).toFloatArray()).containsExactly(0, 1, 3, 4);
  }

  /** Values and gradients. */
  @ParameterizedTest
  @CsvSource({"4, 8, 8, 16", "14, 7, 28, 14", "3, 2, 7, 5", "1, 1, 3, 2", "5, 4, 5, 4"})
  void isTheSameByProducts(int h, int w, int height, int width) {
    Shape size = new Shape(2, 3, height, width);
    NDArray x = manager.randomUniform(-1, 1, new Shape(2, 3, h, w));
    NDArray toward = manager.randomUniform(-1, 1, size);
    NDArray[] values = new NDArray[2];
    NDArray[] gradients = new NDArray[2];
    for (int way = 0; way < 2; way++) {
      NDArray variable = x.duplicate();
      try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
        variable.setRequiresGradient(true);
        values[way] =
            way == 0
                ? Upsampling.bilinear(variable, height, width)
                : Upsampling.byProducts(variable, height, width);
        collector.backward(values[way].mul(toward).sum());
      }
      gradients[way] = variable.getGradient();
    }
    assertThat(values[1].getShape()).isEqualTo(size);
    assertThat(farthest(values)).isCloseTo(0, within(2e-6f));
    assertThat(farthest(gradients)).isCloseTo(0, within(1e-5f));
  }

  private static float farthest(NDArray[] two) {
    return two[0].sub(two[1]).abs().max().getFloat();
  }
}
