package cbd.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.training.engine.TrainingEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against numbers from PyTorch's formulas in double precision. */
final class OptimizerTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void nesterovMomentumFollowsPyTorch() {
    NDArray w = manager.create(new double[] {1});
    try (Optimizer sgd = new NesterovSgd(manager, w, 0.1, 0.9, 1e-4)) {
      double[] weights = {.904981, .769456, .597476};
      double[] buffers = {.5001, .950180, 1.355239};
      for (int i = 0; i < 3; i++) {
        step(sgd, 0.5);
        assertThat(w.toDoubleArray()[0]).isCloseTo(weights[i], within(1e-6));
        assertThat(sgd.state().get("momentum_buffer").toDoubleArray()[0])
            .isCloseTo(buffers[i], within(1e-6));
      }
      assertThat(sgd.steps()).isEqualTo(3);
    }
  }

  @Test
  void aLowerRateLeavesTheMomentumAsItIs() {
    NDArray w = manager.create(new double[] {0});
    try (Optimizer sgd = new NesterovSgd(manager, w, 1, 0.5, 0)) {
      step(sgd, 1);
      sgd.learningRate(0.1);
      step(sgd, 0);
      // b = 1, then 0.5; w = -(1 + 0.5), then 0.1 times 0.5 * 0.5 less.
      assertThat(w.toDoubleArray()[0]).isCloseTo(-1.5 - 0.025, within(1e-12));
    }
  }

  @Test
  void adamPlacesEpsilonAsPyTorchDoes() {
    NDArray w = manager.create(new double[] {0.3});
    try (Optimizer adam = new Adam(manager, w, 0.2)) {
      double[] gradients = {.001, -.002, .004};
      double[] weights = {.100002, .173222, .089291};
      for (int i = 0; i < 3; i++) {
        step(adam, gradients[i]);
        assertThat(w.toDoubleArray()[0]).isCloseTo(weights[i], within(1e-6));
      }
      assertThat(adam.state()).containsOnlyKeys("exp_avg", "exp_avg_sq");
      assertThat(adam.steps()).isEqualTo(3);
    }
  }

  @Test
  void anArrayThatStraysOntoTheStateIsRefused() {
    NDArray w = manager.create(new float[] {1});
    try (Optimizer sgd = new NesterovSgd(manager, w, 0.1, 0.9, 0)) {
      NDArray buffer = sgd.state().values().iterator().next();
      assertThatThrownBy(() -> buffer.add(buffer)).isInstanceOf(IllegalStateException.class);
    }
  }

  private void step(Optimizer optimizer, double gradient) {
    try (NDManager step = manager.newSubManager()) {
      optimizer.step(step.create(new double[] {gradient}));
    }
  }
}
