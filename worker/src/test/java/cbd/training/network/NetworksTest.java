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
    "WRN_40_1,   563_930,   564_060,   566_075",
    "WRN_40_2, 2_243_546, 2_243_804, 2_247_803",
    "PREACT_RESNET_18,   11_171_146, 11_172_172, 11_188_075",
    "RESNET_18,          11_173_962, 11_174_988, 11_190_891",
    "RESNET_34,          21_282_122, 21_283_148, 21_299_051",
    "RESNET_18_IMAGENET, 11_181_642, 11_182_668, 11_198_571",
    "RESNET_34_IMAGENET, 21_289_802, 21_290_828, 21_306_731"
  })
  void hasAsManyParametersAsPublished(
      Architecture architecture, String ten, String twelve, String fortyThree) {
    assertThat(count(architecture, 10)).isEqualTo(number(ten));
    assertThat(count(architecture, 12)).isEqualTo(number(twelve));
    assertThat(count(architecture, 43)).isEqualTo(number(fortyThree));
  }

  @Test
  void hasImageNetsThousandClassesLikeTorchvision() {
    assertThat(count(Architecture.RESNET_18_IMAGENET, 1000)).isEqualTo(11_689_512);
    assertThat(count(Architecture.RESNET_34_IMAGENET, 1000)).isEqualTo(21_797_672);
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }

  private static long count(Architecture architecture, int classes) {
    Layout layout = new Layout();
    Networks.body(architecture, classes, layout, new Layout());
    return layout.entries().stream().mapToLong(entry -> entry.shape().size()).sum();
  }

  @ParameterizedTest
  @EnumSource
  void everyArchitectureEmbedsAndClassifiesImagesOfAnySize(Architecture architecture) {
    for (int size : new int[] {28, 32, 64, 224}) {
      Layout layout = new Layout();
      Body body = Networks.body(architecture, 12, layout, new Layout());
      ShapeOps ops = new ShapeOps(layout);
      Body.Features<Shape> features = body.apply(ops, new Shape(2, 3, size, size));
      assertThat(features.embedding()).isEqualTo(new Shape(2, architecture.embeddingWidth()));
      assertThat(features.logits()).isEqualTo(new Shape(2, 12));
      assertThat(body.embeddingWidth()).isEqualTo(architecture.embeddingWidth());
      assertThat(architecture.multiplyAdds(size, size, 12))
          .as("what the architecture says of itself")
          .isEqualTo(ops.multiplyAdds());
    }
  }

  /** Published figures, in millions. */
  @ParameterizedTest
  @CsvSource({
    "WRN_16_1,            32,   10,   26.66",
    "PREACT_RESNET_18,    32,   10,  555.42",
    "RESNET_18,           32,   10,  555.42",
    "RESNET_18_IMAGENET, 224, 1000, 1814.07",
    "RESNET_34_IMAGENET, 224, 1000, 3663.76"
  })
  void costsAsManyMultiplicationsAsPublished(
      Architecture architecture, int size, int classes, double millions) {
    assertThat(architecture.multiplyAdds(size, size, classes) / 1e6)
        .isCloseTo(millions, within(0.005));
  }

  @Test
  void theImageNetStemHalvesTwiceBeforeTheStages() {
    for (Architecture architecture : Architecture.values()) {
      Layout layout = new Layout();
      ShapeOps ops = new ShapeOps(layout);
      Networks.body(architecture, 10, layout, new Layout()).apply(ops, new Shape(1, 3, 224, 224));
      long expected =
          switch (architecture.family()) {
            case WIDE_RESNET -> 56;
            case PREACT_RESNET, RESNET -> 28;
            case RESNET_IMAGENET -> 7;
          };
      assertThat(ops.pooled())
          .as(architecture.name())
          .containsExactly(new Shape(1, architecture.embeddingWidth(), expected, expected));
    }
  }

  @Test
  void residualNetworksBeginAsTorchvisionsDo() {
    try (FeatureNetwork network = Networks.create(manager, Architecture.RESNET_18, 10, 1)) {
      var parameters = network.parameters().byName();
      float[] conv = parameters.get("layer4.1.conv2.weight").toFloatArray();
      assertThat(mean(conv)).isCloseTo(0, within(1e-4));
      assertThat(deviation(conv)).isCloseTo(Math.sqrt(2.0 / (9 * 512)), within(1e-4));
      float[] skip = parameters.get("layer4.0.downsample.0.weight").toFloatArray();
      assertThat(deviation(skip)).isCloseTo(Math.sqrt(2.0 / 512), within(1e-3));
      float[] fc = parameters.get("fc.weight").toFloatArray();
      double bound = 1 / Math.sqrt(512);
      assertThat(deviation(fc)).isCloseTo(bound / Math.sqrt(3), within(1e-3));
      for (float w : fc) {
        assertThat((double) Math.abs(w)).isLessThanOrEqualTo(bound);
      }
      for (float b : parameters.get("fc.bias").toFloatArray()) {
        assertThat((double) Math.abs(b)).isPositive().isLessThanOrEqualTo(bound);
      }
      assertThat(parameters.get("layer4.0.downsample.1.weight").toFloatArray()).containsOnly(1);
      assertThat(parameters.get("layer4.0.downsample.1.bias").toFloatArray()).containsOnly(0);
      assertThat(network.buffers().get("layer4.1.bn2.running_var").toFloatArray()).containsOnly(1);
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
