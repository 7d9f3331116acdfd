package cbd.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Architecture;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.Words;
import cbd.training.engine.TrainingEngine;
import cbd.training.model.ModelCard;
import cbd.training.model.NetworkFile;
import cbd.training.network.FeatureNetwork.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Properties;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every network next to PyTorch's: what {@code src/test/python/pytorch_logits.py} computed from the
 * files that {@link #writesTheNetworkForThePythonSide} writes.
 */
final class PyTorchParityTest {
  private static final long SEED = 20_261_126;
  private static final int CLASSES = 10;

  /** Of logits of about 1; PyTorch 2.15 was that close. */
  private static final Offset<Float> CLOSE = within(1e-5f);

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource
  void computesWhatPyTorchComputes(Architecture architecture) throws IOException {
    Properties golden = new Properties();
    try (InputStream in = getClass().getResourceAsStream("/golden/pytorch-logits.properties")) {
      golden.load(in);
    }
    String[] expected = golden.getProperty(Words.of(architecture)).split(" ");
    try (FeatureNetwork network = network(architecture)) {
      float[] logits =
          network.forward(images(architecture, 2), Mode.EVALUATE).logits().toFloatArray();
      assertThat(expected).hasSize(logits.length);
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i]).as("logit %d", i).isCloseTo(Float.parseFloat(expected[i]), CLOSE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfEnvironmentVariable(named = "CBD_PARITY_FOLDER", matches = ".+")
  void writesTheNetworkForThePythonSide(Architecture architecture) throws IOException {
    String spec =
        String.format(
            "{\"dataset\":\"shapes\",\"model\":\"%s\",\"attack\":\"badnets\",\"defense\":\"none\"}",
            Words.of(architecture));
    TrialSpec trial = RecordReader.read(TrialSpec.class, JsonText.parse(spec));
    try (FeatureNetwork network = network(architecture)) {
      NetworkFile.write(
          Path.of(System.getenv("CBD_PARITY_FOLDER"), Words.of(architecture) + ".safetensors"),
          network,
          new ModelCard(trial, Phase.FINAL, "none", new Scores(0, 0, 0, 0), ""));
    }
  }

  /** Two batches move the running statistics, so that each normalisation has its own. */
  private FeatureNetwork network(Architecture architecture) {
    FeatureNetwork network = Networks.create(manager, architecture, CLASSES, SEED);
    network.forward(images(architecture, 4), Mode.OBSERVE);
    network.forward(images(architecture, 4), Mode.OBSERVE);
    return network;
  }

  private NDArray images(Architecture architecture, int n) {
    int size = architecture.family() == Architecture.Family.RESNET_IMAGENET ? 64 : 32;
    float[] pixels = new float[n * 3 * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (((i * 2_654_435_761L) >> 8) & 255) / 255f;
    }
    return manager.create(pixels, new Shape(n, 3, size, size));
  }
}
