package cbd.training.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Phase;
import cbd.training.data.ImageSet;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.DeviceBatches;
import java.nio.ByteBuffer;

/** A copy of the images of {@link ImageBatches} on a device. */
final class ResidentBatches implements DeviceBatches {
  private static final int COLUMNS = 6;

  /** Bytes that are handed over at a time. */
  private static final int CHUNK = 1 << 26;

  private final NDManager manager;
  private final ImageBatches batches;
  private final NDArray pixels;
  private final NDArray labels;

  ResidentBatches(NDManager parent, ImageBatches batches) {
    this.batches = batches;
    manager = parent.newSubManager();
    manager.setName("training images");
    ImageSet images = batches.imageSet();
    pixels = copy(images);
    long[] classes = new long[images.size()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = images.label(i);
    }
    try (NDArray javaBuffer = manager.create(classes)) {
      labels = javaBuffer.duplicate();
    }
    manager.cap();
  }

  private NDArray copy(ImageSet images) {
    int atATime = Math.max(1, Math.min(images.size(), CHUNK / images.imageBytes()));
    ByteBuffer buffer = ByteBuffer.allocateDirect(atATime * images.imageBytes());
    byte[] image = new byte[images.imageBytes()];
    try (NDManager chunks = manager.newSubManager()) {
      NDList parts = new NDList();
      for (int start = 0; start < images.size(); start += atATime) {
        int n = Math.min(atATime, images.size() - start);
        buffer.clear();
        for (int i = start; i < start + n; i++) {
          images.copyImage(i, image);
          buffer.put(image);
        }
        buffer.flip();
        Shape shape = new Shape(n, ImageSet.CHANNELS, images.height(), images.width());
        // On the CPU what is made from the buffer is a view of it.
        try (NDArray view = chunks.create(buffer.slice(), shape, DataType.UINT8)) {
          parts.add(view.duplicate());
        }
      }
      NDArray whole = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
      whole.attach(manager);
      return whole;
    }
  }

  @Override
  public NDArray pixels() {
    return pixels;
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
    manager.close();
  }
}
