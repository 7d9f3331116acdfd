package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.NetworkState;
import cbd.training.random.SplitMix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TriggerNetworkTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void hasTheParametersOfTheAuthors() {
    assertThat(network(3).parameters().count()).isEqualTo(723_273);
    assertThat(network(1).parameters().count()).isEqualTo(722_691);
  }

  @Test
  void keepsHeightAndWidthEvenWhereThreeHalvingsDoNotComeOut() {
    try (TriggerNetwork network = network(3)) {
      for (Shape size : new Shape[] {new Shape(2, 3, 32, 32), new Shape(1, 3, 28, 20)}) {
        NDArray out = network.forward(manager.ones(size));
        assertThat(out.getShape()).isEqualTo(size);
        assertThat(out.min().getFloat()).isBetween(0f, 1f);
        assertThat(out.max().getFloat()).isBetween(0f, 1f);
      }
    }
  }

  /** Golden 8.8 of the specification. */
  @Test
  void squashesAsTheAuthorsDo() {
    double[] outputs = {0.4, 0.45, 0.5, 0.55, 0.6};
    double[] masks = {0.017986, 0.119203, 0.5, 0.880797, 0.982014};
    for (int i = 0; i < outputs.length; i++) {
      NDArray output = manager.create(outputs[i]);
      assertThat(TriggerNetwork.threshold(output).getDouble()).isEqualTo(masks[i], within(1e-6));
    }
    assertThat(TriggerNetwork.squashed(manager.create(-0.5)).getDouble())
        .isEqualTo(0.268941, within(1e-6));
    assertThat(TriggerNetwork.squashed(manager.create(2.0)).getDouble())
        .isEqualTo(0.982014, within(1e-6));
  }

  /** PyTorch's momentum is 0.05 here: after one batch the statistics are 95 % of the first ones. */
  @Test
  void movesItsStatisticsByATwentieth() {
    try (TriggerNetwork network = network(1)) {
      NDArray images = manager.zeros(new Shape(2, 3, 8, 8), DataType.FLOAT32);
      NetworkState before = network.state();
      network.forward(images);
      assertThat(network.state()).as("evaluation leaves them").isEqualTo(before);
      network.forward(images, network.parameters().constants());
      // All zeros come out of the first convolution as its bias: no variance.
      NDArray variance = network.statistics().byName().get("layer0.bn.running_var");
      assertThat(variance.toFloatArray()[0]).isEqualTo(0.95f, within(1e-6f));
    }
  }

  @Test
  void isTheSameForTheSameSeedOnly() {
    try (TriggerNetwork one = network(1);
        TriggerNetwork same = network(1);
        TriggerNetwork other = new TriggerNetwork(manager, 1, new SplitMix(2))) {
      assertThat(same.state()).isEqualTo(one.state());
      assertThat(other.state()).isNotEqualTo(one.state());
      other.restore(one.state());
      assertThat(other.state()).isEqualTo(one.state());
    }
  }

  private TriggerNetwork network(int channelsOut) {
    return new TriggerNetwork(manager, channelsOut, new SplitMix(1));
  }
}
