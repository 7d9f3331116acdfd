package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import cbd.training.engine.TrainingEngine;
import cbd.training.random.SplitMix;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CriticTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  /** Of WRN-*-1, WRN-*-2 and ResNet-34. */
  @ParameterizedTest
  @CsvSource({"64, 8_321", "128, 33_025", "512, 525_313"})
  void hasAsManyParametersAsAnMlpOfTwoEmbeddings(int width, String parameters) {
    try (Critic critic = new Critic(manager, width, new SplitMix(1))) {
      assertThat(critic.parameters().count())
          .isEqualTo(Integer.parseInt(parameters.replace("_", "")));
    }
  }

  @Test
  void beginsAsPyTorchsLinearLayersDo() {
    try (Critic critic = new Critic(manager, 64, new SplitMix(1))) {
      Map<String, Integer> inputs =
          Map.of("l_in.weight", 128, "l_in.bias", 128, "l_out.weight", 64, "l_out.bias", 64);
      inputs.forEach(
          (name, fanIn) -> {
            float bound = (float) (1 / Math.sqrt(fanIn));
            for (float value : critic.parameters().byName().get(name).toFloatArray()) {
              assertThat(value).as(name).isBetween(-bound, bound).isNotZero();
            }
          });
      float[] weights = critic.parameters().byName().get("l_in.weight").toFloatArray();
      double squares = 0;
      for (float weight : weights) {
        squares += weight * weight;
      }
      assertThat(squares / weights.length).isCloseTo(1 / (3.0 * 128), within(1e-4));
    }
  }
}
