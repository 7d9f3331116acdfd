package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense.Shuffle;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.Layout;
import cbd.training.network.Parameters;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PairingTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");
  private final NDArray rows = manager.arange(40f).reshape(20, 2);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void rollsByOne() {
    float[] rolled = new Pairing(Shuffle.ROLL, 1).apply(rows).toFloatArray();
    assertThat(rolled).startsWith(2, 3, 4, 5).endsWith(38, 39, 0, 1);
  }

  @Test
  void permutesWholeRowsAnewInEveryBatch() {
    Pairing pairing = new Pairing(Shuffle.RANDPERM, 1);
    float[] first = pairing.apply(rows).toFloatArray();
    assertThat(first)
        .containsExactlyInAnyOrder(rows.toFloatArray())
        .isNotEqualTo(rows.toFloatArray());
    for (int i = 0; i < first.length; i += 2) {
      assertThat(first[i + 1]).isEqualTo(first[i] + 1);
    }
    assertThat(pairing.apply(rows).toFloatArray()).isNotEqualTo(first);
  }

  @Test
  void everyPassOfEveryEpochHasItsOwnStream() {
    Pairing pairing = new Pairing(Shuffle.RANDPERM, 1);
    float[] first = order(pairing, 1, Pass.TRAIN);
    assertThat(order(pairing, 1, Pass.CRITIC)).isNotEqualTo(first);
    assertThat(order(pairing, 2, Pass.TRAIN)).isNotEqualTo(first);
    assertThat(order(pairing, 1, Pass.TRAIN)).isEqualTo(first);
    assertThat(order(new Pairing(Shuffle.RANDPERM, 2), 1, Pass.TRAIN)).isNotEqualTo(first);
  }

  private float[] order(Pairing pairing, int epoch, Pass pass) {
    pairing.restart(epoch, pass);
    return pairing.apply(rows).toFloatArray();
  }

  @Test
  void aPermutationSendsItsGradientBack() {
    Chance chance = new Chance(new Dropout(0, 0), new Pairing(Shuffle.RANDPERM, 3));
    Layout layout = new Layout();
    layout.add("z", random -> (float) random.nextDouble(), 20, 2);
    try (Critic critic = new Critic(manager, 2, new SplittableRandom(4));
        Parameters z = layout.draw(manager, new SplittableRandom(0));
        NDManager step = manager.newSubManager()) {
      NDArray estimate =
          DependenceEstimate.of(
              critic.parameters().constants(), rows, z.variables(step).get(0), chance);
      assertThat(z.gradientOf(estimate).toFloatArray())
          .doesNotContain(Float.NaN)
          .isNotEqualTo(new float[40]);
    }
  }
}
