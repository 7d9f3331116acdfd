package cbd.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Architecture;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.FeatureNetwork.Output;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NetworksTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "WRN_10_1,   77_850,    77_980,    79_995",
    "WRN_10_2,   303_706,   303_964,   307_963",
    "WRN_16_1,   175_066,   175_196,   177_211",
    "WRN_16_2,   691_674,   691_932,   695_931",
    "WRN_40_2, 2_243_546, 2_243_804, 2_247_803"
  })
  void hasTheParametersOfTheAuthorsNetwork(
      Architecture architecture, String ten, String twelve, String fortyThree) {
    assertThat(count(architecture, 10)).isEqualTo(number(ten));
    assertThat(count(architecture, 12)).isEqualTo(number(twelve));
    assertThat(count(architecture, 43)).isEqualTo(number(fortyThree));
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }

  private long count(Architecture architecture, int classes) {
    try (FeatureNetwork network = Networks.create(manager, architecture, classes, 1)) {
      return network.parameters().count();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyArchitectureEmbedsAndClassifies(Architecture architecture) {
    try (FeatureNetwork network = Networks.create(manager, architecture, 12, 1)) {
      Output output = network.forward(images(manager, 2), Mode.EVALUATE);
      assertThat(network.embeddingWidth()).isEqualTo(64 * architecture.widen());
      assertThat(output.embedding().getShape()).isEqualTo(new Shape(2, network.embeddingWidth()));
      assertThat(output.logits().getShape()).isEqualTo(new Shape(2, 12));
      assertThat(network.classes()).isEqualTo(12);
    }
  }

  @Test
  void beginsWithTheStatedDistributions() {
    try (FeatureNetwork network = Networks.create(manager, Architecture.WRN_16_1, 10, 1)) {
      var parameters = network.parameters().byName();
      float[] conv = parameters.get("block3.layer.1.conv2.weight").toFloatArray();
      assertThat(mean(conv)).isCloseTo(0, within(1e-3));
      assertThat(deviation(conv)).isCloseTo(Math.sqrt(2.0 / (9 * 64)), within(1e-3));
      float[] fc = parameters.get("fc.weight").toFloatArray();
      for (float w : fc) {
        assertThat(Math.abs(w)).isLessThanOrEqualTo(0.125f);
      }
      assertThat(deviation(fc)).isCloseTo(0.25 / Math.sqrt(12), within(5e-3));
      assertThat(parameters.get("fc.bias").toFloatArray()).containsOnly(0);
      assertThat(parameters.get("bn1.weight").toFloatArray()).containsOnly(1);
      assertThat(parameters.get("bn1.bias").toFloatArray()).containsOnly(0);
      assertThat(network.buffers().get("bn1.running_mean").toFloatArray()).containsOnly(0);
      assertThat(network.buffers().get("bn1.running_var").toFloatArray()).containsOnly(1);
    }
  }

  /** The digest was taken from this code; another machine that gets another one draws otherwise. */
  @Test
  void theFirstParametersAreTheSameBytesEverywhere() throws NoSuchAlgorithmException {
    assertThat(digest(7)).isEqualTo("7bb69e347f3bbafc");
    assertThat(digest(8)).isNotEqualTo(digest(7));
  }

  private String digest(long seed) throws NoSuchAlgorithmException {
    try (FeatureNetwork network = Networks.create(manager, Architecture.WRN_10_1, 10, seed)) {
      float[] values = network.parameters().flat().toFloatArray();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
      for (float value : values) {
        bytes.putFloat(value);
      }
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return HexFormat.of().formatHex(hash, 0, 8);
    }
  }

  @Test
  void onlyTheModesThatLearnOrObserveMoveTheRunningStatistics() {
    try (FeatureNetwork network = Networks.create(manager, Architecture.WRN_10_1, 10, 1)) {
      NDArray mean = network.buffers().get("bn1.running_mean");
      network.forward(images(manager, 4), Mode.EVALUATE);
      assertThat(mean.toFloatArray()).containsOnly(0);
      network.forward(images(manager, 4), Mode.OBSERVE);
      float[] observed = mean.toFloatArray();
      assertThat(observed).doesNotContain(0);
      try (NDManager step = manager.newSubManager()) {
        network.forward(images(step, 4), Mode.LEARN);
      }
      assertThat(mean.toFloatArray()).isNotEqualTo(observed);
    }
  }

  @Test
  void whatIsWrittenToTheFlatArrayTheNetworkComputesWith() {
    try (FeatureNetwork network = Networks.create(manager, Architecture.WRN_10_1, 10, 1);
        NDManager step = manager.newSubManager()) {
      NDArray flat = network.parameters().flat();
      flat.muli(step.create(0f)).addi(step.create(0f));
      assertThat(network.parameters().byName().get("fc.weight").toFloatArray()).containsOnly(0);
      assertThat(network.forward(images(step, 2), Mode.EVALUATE).logits().toFloatArray())
          .containsOnly(0);
      NDArray logits = network.forward(images(step, 2), Mode.LEARN).logits();
      float[] gradient = network.parameters().gradientOf(logits.sum()).toFloatArray();
      // Only the last bias is left of it: two images push each of its ten components.
      assertThat(Arrays.copyOfRange(gradient, gradient.length - 10, gradient.length))
          .containsOnly(2);
      assertThat(Arrays.copyOf(gradient, gradient.length - 10)).containsOnly(0);
    }
  }

  @Test
  void aResultThatStraysOntoTheParametersIsRefused() {
    try (FeatureNetwork network = Networks.create(manager, Architecture.WRN_10_1, 10, 1)) {
      NDArray weight = network.parameters().byName().get("fc.weight");
      NDArray variance = network.buffers().get("bn1.running_var");
      assertThatThrownBy(() -> weight.add(weight)).hasMessageContaining("capped");
      assertThatThrownBy(() -> variance.add(variance)).hasMessageContaining("capped");
    }
  }

  @Test
  void refusesADepthThatIsNoWideResNet() {
    assertThatThrownBy(() -> Networks.wideResNet(manager, 12, 1, 10, 0))
        .hasMessage("depth must be 6n + 4 with n at least 1, but was 12");
  }

  private static NDArray images(NDManager manager, int n) {
    float[] pixels = new float[n * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 37 % 256) / 255f;
    }
    return manager.create(pixels, new Shape(n, 3, 32, 32));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }
}
