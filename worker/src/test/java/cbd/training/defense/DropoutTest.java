package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.training.defense.Batches.Pass;
import cbd.training.engine.TrainingEngine;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DropoutTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void zeroesTheStatedShareAndScalesTheRest() {
    Dropout dropout = new Dropout(0.2, 3);
    float[] dropped = dropout.apply(manager.ones(new Shape(100, 1000))).toFloatArray();
    int zeros = 0;
    double sum = 0;
    for (float value : dropped) {
      assertThat(value == 0 || value == 1.25f).isTrue();
      zeros += value == 0 ? 1 : 0;
      sum += value;
    }
    assertThat(zeros / 1e5).isCloseTo(0.2, within(0.005));
    assertThat(sum / 1e5).isCloseTo(1, within(0.01));
  }

  @Test
  void everyPassOfEveryEpochHasItsOwnStream() {
    Dropout dropout = new Dropout(0.5, 3);
    float[] first = masks(dropout, 1, Pass.TRAIN);
    assertThat(masks(dropout, 1, Pass.CRITIC)).isNotEqualTo(first);
    assertThat(masks(dropout, 2, Pass.TRAIN)).isNotEqualTo(first);
    assertThat(masks(new Dropout(0.5, 4), 1, Pass.TRAIN)).isNotEqualTo(first);
    assertThat(masks(new Dropout(0.5, 3), 1, Pass.TRAIN)).isEqualTo(first);
    assertThat(Arrays.hashCode(masks(dropout, 1, Pass.TRAIN))).isEqualTo(Arrays.hashCode(first));
  }

  @Test
  void withoutARateChangesNothing() {
    NDArray x = manager.ones(new Shape(3));
    assertThat(new Dropout(0, 1).apply(x)).isSameAs(x);
  }

  private float[] masks(Dropout dropout, int epoch, Pass pass) {
    dropout.restart(epoch, pass);
    return dropout.apply(manager.ones(new Shape(64))).toFloatArray();
  }
}
