package cbd.training.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/** A copy of a set's pixels on a device, as bytes, so that batches of it need no copying. */
public final class DeviceImages implements AutoCloseable {
  /** Bytes that are handed over at a time. */
  private static final int CHUNK_BYTES = 1 << 26;

  private final NDManager manager;
  private final NDArray pixels;

  /**
   * Copies a set, piece by piece: beside the copy itself this takes the memory of one piece.
   *
   * @param parent the manager below which the copy lives; names the device
   */
  public DeviceImages(NDManager parent, ImageSet images) {
    this(parent, images, CHUNK_BYTES);
  }

  /**
   * Copies a set.
   *
   * @param chunkBytes how much is handed over at a time, but at least an image
   */
  DeviceImages(NDManager parent, ImageSet images, int chunkBytes) {
    manager = parent.newSubManager();
    manager.setName("images");
    pixels = manager.create(shape(images, images.size()), DataType.UINT8);
    fill(images, Math.max(1, Math.min(images.size(), chunkBytes / images.imageBytes())));
    manager.cap();
  }

  private static Shape shape(ImageSet images, int n) {
    return new Shape(n, ImageSet.CHANNELS, images.height(), images.width());
  }

  /**
   * Fills the copy.
   *
   * @param most how many images are handed over at a time
   */
  private void fill(ImageSet images, int most) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(most * images.imageBytes());
    for (int from = 0; from < images.size(); from += most) {
      int n = Math.min(most, images.size() - from);
      buffer.clear();
      images.copyImages(from, n, buffer);
      buffer.flip();
      try (NDManager piece = manager.newSubManager()) {
        NDArray part = piece.create(buffer.slice(), shape(images, n), DataType.UINT8);
        pixels.set(new NDIndex("{}:{}", from, from + n), part);
      }
    }
  }

  /** All images, [n, 3, height, width], uint8. */
  public NDArray pixels() {
    return pixels;
  }

  /** How many. */
  public int size() {
    return Math.toIntExact(pixels.getShape().get(0));
  }

  /**
   * Some images as networks take them.
   *
   * @param batch owns the result
   * @param from index of the first
   * @param to index behind the last
   * @return [to − from, 3, height, width], float, value / 255
   */
  public NDArray batch(NDManager batch, int from, int to) {
    return pixels
        .get(batch, new NDIndex("{}:{}", from, to))
        .toType(DataType.FLOAT32, true)
        .divi(255);
  }

  @Override
  public void close() {
    manager.close();
  }
}
