package cbd.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Architecture;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.engine.TrainingEngine;
import cbd.training.model.SafetensorsWriter.Tensor;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.Networks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFileTest {
  private static final ModelCard CARD =
      new ModelCard(
          RecordReader.read(
              TrialSpec.class,
              JsonText.parse(
                  "{\"dataset\":\"shapes\",\"model\":\"wrn-10-1\",\"attack\":\"badnets\","
                      + "\"defense\":\"cbd\"}")),
          Phase.FINAL,
          "abc-dirty",
          new Scores(0.75, 0.125, 0.5, 0.7),
          "da1a");

  @TempDir private Path dir;
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void anotherNetworkComputesTheSameWithWhatWasWritten() throws IOException {
    try (FeatureNetwork written = network(Architecture.WRN_10_1, 10, 1);
        FeatureNetwork read = network(Architecture.WRN_10_1, 10, 2)) {
      written.forward(images(), Mode.OBSERVE);
      written.forward(images(), Mode.OBSERVE);
      NetworkFile.write(file(), written, CARD);
      try (SafetensorsFile file = SafetensorsFile.open(file())) {
        NetworkFile.read(file, read, manager);
      }
      assertThat(logits(read)).isEqualTo(logits(written));
      assertThat(read.parameters().flat().toFloatArray())
          .isEqualTo(written.parameters().flat().toFloatArray());
      assertThat(read.trackedBatches()).isEqualTo(2);
    }
  }

  @Test
  void holdsTheTensorsOfPyTorchsStateDict() throws IOException {
    try (FeatureNetwork network = network(Architecture.WRN_10_1, 10, 1)) {
      network.forward(images(), Mode.OBSERVE);
      network.forward(images(), Mode.EVALUATE);
      NetworkFile.write(file(), network, CARD);
      try (SafetensorsFile file = SafetensorsFile.open(file())) {
        SafetensorsHeader header = file.header();
        assertThat(header.tensors())
            .extracting(TensorEntry::name)
            .contains("conv1.weight", "block1.layer.0.bn1.weight", "fc.bias", "bn1.running_var");
        TensorEntry count = header.tensor("bn1.num_batches_tracked").orElseThrow();
        assertThat(count.type()).isEqualTo(TensorType.I64);
        assertThat(count.shape()).isEmpty();
        assertThat(file.longs(count)).containsExactly(1);
        assertThat(header.tensor("conv1.weight").orElseThrow().shape())
            .containsExactly(16L, 3L, 3L, 3L);
      }
    }
  }

  @Test
  void tellsWhatItIsAndWhereItComesFrom() throws IOException {
    try (FeatureNetwork network = network(Architecture.WRN_10_1, 10, 1)) {
      NetworkFile.write(file(), network, CARD);
    }
    try (SafetensorsFile file = SafetensorsFile.open(file())) {
      assertThat(ModelCard.of(file)).contains(CARD);
      assertThat(file.metadata())
          .containsEntry("format", "pt")
          .containsEntry("cbd.trial", TrialId.of(CARD.spec()).toString())
          .containsEntry("cbd.network", "final")
          .containsEntry("cbd.commit", "abc-dirty");
    }
  }

  @Test
  void takesAnotherProgramsFileWithoutACard() throws IOException {
    SafetensorsWriter.write(file(), Map.of("format", "pt"), List.of());
    try (SafetensorsFile file = SafetensorsFile.open(file())) {
      assertThat(ModelCard.of(file)).isEmpty();
    }
    SafetensorsWriter.write(file(), Map.of("cbd.spec", "{\"dataset\":\"imagenet9\"}"), List.of());
    try (SafetensorsFile file = SafetensorsFile.open(file())) {
      assertThatThrownBy(() -> ModelCard.of(file))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageContaining("cbd.spec is not what this version of cbd writes")
          .hasMessageContaining("imagenet9");
    }
  }

  @Test
  void namesWhatDoesNotFitAndChangesNothing() throws IOException {
    try (FeatureNetwork network = network(Architecture.WRN_10_1, 10, 1);
        FeatureNetwork wider = network(Architecture.WRN_10_2, 12, 1)) {
      NetworkFile.write(file(), network, CARD);
      float[] before = wider.parameters().flat().toFloatArray();
      try (SafetensorsFile file = SafetensorsFile.open(file())) {
        assertThatThrownBy(() -> NetworkFile.read(file, wider, manager))
            .isInstanceOf(MalformedModelException.class)
            .hasMessageContaining("model.safetensors does not fit the network: ")
            .hasMessageContaining("must be [32], but is [16]")
            .hasMessageMatching("(?s).*; and \\d+ more");
      }
      SafetensorsWriter.write(
          file(), Map.of(), List.of(Tensor.of("module.x", List.of(1L), () -> new float[1])));
      try (SafetensorsFile file = SafetensorsFile.open(file())) {
        assertThatThrownBy(() -> NetworkFile.read(file, wider, manager))
            .hasMessageContaining("the network has no module.x; conv1.weight is missing; ");
      }
      assertThat(wider.parameters().flat().toFloatArray()).isEqualTo(before);
    }
  }

  private FeatureNetwork network(Architecture architecture, int classes, long seed) {
    return Networks.create(manager, architecture, classes, seed);
  }

  private float[] logits(FeatureNetwork network) {
    return network.forward(images(), Mode.EVALUATE).logits().toFloatArray();
  }

  private NDArray images() {
    float[] pixels = new float[2 * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 37 % 256) / 255f;
    }
    return manager.create(pixels, new Shape(2, 3, 32, 32));
  }

  private Path file() {
    return dir.resolve("model.safetensors");
  }
}
