package cbd.training.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Phase;
import cbd.training.data.DeviceImages;
import cbd.training.data.ImageSet;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.DeviceBatches;

/** A copy of the images of {@link ImageBatches} on a device. */
final class ResidentBatches implements DeviceBatches {
  private static final int COLUMNS = 6;

  private final NDManager manager;
  private final ImageBatches batches;
  private final DeviceImages pixels;
  private final NDArray labels;

  ResidentBatches(NDManager parent, ImageBatches batches) {
    this.batches = batches;
    manager = parent.newSubManager();
    manager.setName("training labels");
    ImageSet images = batches.imageSet();
    pixels = new DeviceImages(parent, images);
    long[] classes = new long[images.size()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = images.label(i);
    }
    try (NDArray javaBuffer = manager.create(classes)) {
      labels = javaBuffer.duplicate();
    }
    manager.cap();
  }

  @Override
  public NDArray pixels() {
    return pixels.pixels();
  }

  @Override
  public NDArray labels() {
    return labels;
  }

  @Override
  public int batchSize() {
    return batches.batchSize();
  }

  @Override
  public boolean augmented() {
    return !(batches.augmenter() instanceof Augmenter.Unchanged);
  }

  @Override
  public int cutout() {
    return batches.augmenter().cutout();
  }

  @Override
  public NDArray draws(NDManager pass, Phase phase, int epoch, Pass use) {
    ImageBatches.Walk walk = batches.epoch(phase, epoch, use);
    long[] rows = new long[Math.multiplyExact(batches.images(), COLUMNS)];
    int at = 0;
    while (walk.hasNext()) {
      rows[at++] = walk.nextImage();
      Draw draw = walk.draw();
      rows[at++] = draw.down();
      rows[at++] = draw.right();
      rows[at++] = draw.flip() ? 1 : 0;
      rows[at++] = draw.y();
      rows[at++] = draw.x();
    }
    return pass.create(rows, new Shape(batches.images(), COLUMNS));
  }

  @Override
  public void close() {
    pixels.close();
    manager.close();
  }
}
