package cbd.training.augment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Phase;
import cbd.domain.Seeds;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.training.data.ImageSet;
import cbd.training.defense.Batches;
import cbd.training.defense.Batches.Pass;
import cbd.training.engine.TrainingEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageBatchesTest {
  private static final Augmentation STANDARD = new Augmentation.Standard(1, true, 2);

  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = TrainingEngine.start(1).newManager("cpu");
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void visitsEveryImageOnceAndKeepsTheSmallLastBatch() {
    Batches batches = new ImageBatches(images(10), new Augmentation.None(), 4, seeds(0));
    assertThat(batches.images()).isEqualTo(10);
    assertThat(batches.steps()).isEqualTo(3);
    List<Integer> sizes = new ArrayList<>();
    List<Float> seen = new ArrayList<>();
    Batches.Epoch epoch = batches.epoch(Phase.FINAL, 1, Pass.TRAIN);
    while (epoch.hasNext()) {
      try (NDManager step = manager.newSubManager()) {
        Batches.Batch batch = epoch.next(step);
        sizes.add((int) batch.labels().size());
        for (float first : batch.images().get(":, 0, 0, 0").toFloatArray()) {
          seen.add(first);
        }
      }
    }
    assertThat(sizes).containsExactly(4, 4, 2);
    assertThat(seen)
        .containsExactlyInAnyOrder(
            0f / 255, 1f / 255, 2f / 255, 3f / 255, 4f / 255, 5f / 255, 6f / 255, 7f / 255,
            8f / 255, 9f / 255);
    assertThat(seen).isNotEqualTo(seen.stream().sorted().toList());
  }

  @Test
  void givesFloatsBetweenZeroAndOneWithTheirLabels() {
    ImageSet images = images(3);
    Batches.Epoch epoch =
        new ImageBatches(images, new Augmentation.None(), 64, seeds(0))
            .epoch(Phase.FINAL, 1, Pass.TRAIN);
    Batches.Batch batch = epoch.next(manager);
    assertThat(batch.images().getShape()).isEqualTo(new Shape(3, 3, 4, 4));
    assertThat(batch.images().getDataType()).isEqualTo(DataType.FLOAT32);
    assertThat(batch.labels().getDataType()).isEqualTo(DataType.INT64);
    float[] pixels = batch.images().toFloatArray();
    long[] labels = batch.labels().toLongArray();
    for (int i = 0; i < 3; i++) {
      int image = Math.round(pixels[i * 48] * 255);
      assertThat(labels[i]).isEqualTo(images.label(image));
      assertThat(pixels[i * 48 + 47]).isEqualTo((200 + image) / 255f);
    }
  }

  @Test
  void keepsABatchWhenTheNextIsDrawn() {
    Batches.Epoch epoch =
        new ImageBatches(images(8), new Augmentation.None(), 4, seeds(0))
            .epoch(Phase.FINAL, 1, Pass.TRAIN);
    Batches.Batch first = epoch.next(manager);
    float[] before = first.images().toFloatArray();
    epoch.next(manager);
    assertThat(first.images().toFloatArray()).isEqualTo(before);
  }

  @Test
  void drawsTheSameEpochAgainWithoutTheEpochsBeforeIt() {
    Batches one = new ImageBatches(images(10), STANDARD, 4, seeds(0));
    pixels(one, Phase.FINAL, 1, Pass.TRAIN);
    pixels(one, Phase.FINAL, 2, Pass.TRAIN);
    float[] third = pixels(one, Phase.FINAL, 3, Pass.TRAIN);
    Batches other = new ImageBatches(images(10), STANDARD, 4, seeds(0));
    assertThat(pixels(other, Phase.FINAL, 3, Pass.TRAIN)).isEqualTo(third);
  }

  @Test
  void drawsAnewForEveryEpochPassPhaseAndTrial() {
    Batches batches = new ImageBatches(images(10), STANDARD, 4, seeds(0));
    Batches ofAnotherTrial = new ImageBatches(images(10), STANDARD, 4, seeds(1));
    float[] drawn = pixels(batches, Phase.FINAL, 1, Pass.TRAIN);
    assertThat(pixels(batches, Phase.FINAL, 2, Pass.TRAIN)).isNotEqualTo(drawn);
    assertThat(pixels(batches, Phase.FINAL, 1, Pass.CRITIC)).isNotEqualTo(drawn);
    assertThat(pixels(batches, Phase.BACKDOORED, 1, Pass.TRAIN)).isNotEqualTo(drawn);
    assertThat(pixels(ofAnotherTrial, Phase.FINAL, 1, Pass.TRAIN)).isNotEqualTo(drawn);
  }

  private float[] pixels(Batches batches, Phase phase, int epoch, Pass pass) {
    try (NDManager step = manager.newSubManager()) {
      return batches.epoch(phase, epoch, pass).next(step).images().toFloatArray();
    }
  }

  /** Image i begins with the byte i, ends with 200 + i and is of class i mod 3. */
  private static ImageSet images(int n) {
    byte[] pixels = new byte[n * 48];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      for (int p = 1; p < 48; p++) {
        pixels[i * 48 + p] = (byte) (p * 5);
      }
      pixels[i * 48] = (byte) i;
      pixels[i * 48 + 47] = (byte) (200 + i);
      labels[i] = i % 3;
    }
    return new ImageSet(3, 4, 4, pixels, labels);
  }

  private static Seeds seeds(int repeat) {
    return new Seeds(
        new TrialSpec(
            Dataset.SHAPES,
            10,
            10,
            Architecture.WRN_10_1,
            new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
            new Defense.None(),
            new Training(1, 4, 0.1, List.of(), 0.1, 0.9, 1e-4, STANDARD),
            repeat));
  }
}
