package cbd.training.augment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
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
import cbd.training.defense.DeviceBatches;
import cbd.training.engine.TrainingEngine;
import cbd.training.script.Program;
import cbd.training.script.StepMethods;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is fetched and augmented on the device is what the host would have made, to the pixel. */
final class ResidentBatchesTest {
  private static final int BATCH = 32;

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void cropsFlipsAndCutsOnTheDeviceAsOnTheHost() {
    sameOnTheDevice(new Augmentation.Standard(4, true, 2));
    sameOnTheDevice(new Augmentation.Standard(2, false, 5));
    sameOnTheDevice(new Augmentation.Standard(0, true, 0));
  }

  @Test
  void cropsBesideTheImageOnTheDeviceAsOnTheHost() {
    sameOnTheDevice(new Augmentation.Standard(16, true, 2));
  }

  @Test
  void leavesImagesAsTheyAreOnTheDeviceToo() {
    sameOnTheDevice(new Augmentation.None());
  }

  private void sameOnTheDevice(Augmentation augmentation) {
    ImageSet images = images();
    Batches batches = new ImageBatches(images, augmentation, BATCH, seeds(augmentation));
    try (NDManager pass = manager.newSubManager();
        DeviceBatches device = batches.onDevice(pass).orElseThrow();
        Program program =
            new Program(pass, StepMethods.images(device.augmented(), device.cutout()))) {
      assertThat(device.pixels().getDataType()).isEqualTo(DataType.UINT8);
      assertThat(device.pixels().getShape()).isEqualTo(new Shape(100, 3, 12, 9));
      long[] labels = device.labels().toLongArray();
      NDArray draws = device.draws(pass, Phase.FINAL, 3, Pass.TRAIN);
      Batches.Epoch host = batches.epoch(Phase.FINAL, 3, Pass.TRAIN);
      for (int from = 0; from < images.size(); from += BATCH) {
        int to = Math.min(images.size(), from + BATCH);
        NDArray rows = draws.get(new NDIndex("{}:{}", from, to));
        NDArray fetched = program.call(pass, "images", device.pixels(), rows).singletonOrThrow();
        Batches.Batch expected = host.next(pass);
        assertThat(fetched.getShape()).isEqualTo(expected.images().getShape());
        assertThat(fetched.toFloatArray()).isEqualTo(expected.images().toFloatArray());
        for (int i = from; i < to; i++) {
          int index = (int) draws.getLong(i, 0);
          assertThat(labels[index])
              .isEqualTo(expected.labels().getLong(i - from))
              .isEqualTo(images.label(index));
        }
      }
      assertThat(host.hasNext()).isFalse();
    }
  }

  private static ImageSet images() {
    SplittableRandom random = new SplittableRandom(8);
    byte[] pixels = new byte[100 * 3 * 12 * 9];
    random.nextBytes(pixels);
    return new ImageSet(10, 12, 9, pixels, random.ints(100, 0, 10).toArray());
  }

  private static Seeds seeds(Augmentation augmentation) {
    return new Seeds(
        new TrialSpec(
            Dataset.SHAPES,
            0,
            0,
            Architecture.WRN_10_1,
            new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
            new Defense.None(),
            new Training(1, BATCH, 0.1, List.of(), 0.1, 0.9, 1e-4, augmentation),
            0));
  }
}
