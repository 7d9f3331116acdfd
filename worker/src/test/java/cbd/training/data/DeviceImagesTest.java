package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import cbd.training.engine.TrainingEngine;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceImagesTest {
  private static final int IMAGE_BYTES = 3 * 5 * 4;

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void holdsTheSamePixelsHoweverManyAreHandedOverAtATime() {
    byte[] pixels = pixels(11);
    ImageSet images = new ImageSet(2, 5, 4, pixels, new int[11]);
    int[] chunks = {1, IMAGE_BYTES, 4 * IMAGE_BYTES, 11 * IMAGE_BYTES, 1 << 20};
    for (int chunk : chunks) {
      try (DeviceImages copy = new DeviceImages(manager, images, chunk)) {
        assertThat(copy.size()).isEqualTo(11);
        assertThat(copy.pixels().getShape()).isEqualTo(new Shape(11, 3, 5, 4));
        assertThat(copy.pixels().getDataType()).isEqualTo(DataType.UINT8);
        assertThat(copy.pixels().toByteArray()).as("%d bytes at a time", chunk).isEqualTo(pixels);
      }
    }
  }

  @Test
  void givesABatchAsNetworksTakeIt() {
    byte[] pixels = pixels(7);
    ImageSet images = new ImageSet(2, 5, 4, pixels, new int[7]);
    try (NDManager batch = manager.newSubManager();
        DeviceImages copy = new DeviceImages(manager, images, 2 * IMAGE_BYTES)) {
      float[] values = copy.batch(batch, 3, 6).toFloatArray();
      assertThat(values).hasSize(3 * IMAGE_BYTES);
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isEqualTo((pixels[(3 * IMAGE_BYTES) + i] & 0xff) / 255f);
      }
    }
  }

  @Test
  void mayBeEmpty() {
    try (DeviceImages copy =
        new DeviceImages(manager, new ImageSet(2, 5, 4, new byte[0], new int[0]))) {
      assertThat(copy.size()).isZero();
    }
  }

  private static byte[] pixels(int images) {
    byte[] pixels = new byte[images * IMAGE_BYTES];
    new SplittableRandom(3).nextBytes(pixels);
    return pixels;
  }
}
