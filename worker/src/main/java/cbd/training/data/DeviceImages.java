package cbd.training.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/** A copy of a set's pixels on a device, as bytes, so that batches of it need no copying. */
public final class DeviceImages implements AutoCloseable {
  /** Bytes that are handed over at a time. */
  private static final int CHUNK = 1 << 26;

  private final NDManager manager;
  private final NDArray pixels;

  /**
   * Copies a set.
   *
   * @param parent the manager below which the copy lives; names the device
   */
  public DeviceImages(NDManager parent, ImageSet images) {
    manager = parent.newSubManager();
    manager.setName("images");
    pixels = copy(images);
    manager.cap();
  }

  private NDArray copy(ImageSet images) {
    int most = Math.max(1, Math.min(images.size(), CHUNK / images.imageBytes()));
    ByteBuffer buffer = ByteBuffer.allocateDirect(most * images.imageBytes());
    byte[] image = new byte[images.imageBytes()];
    try (NDManager chunks = manager.newSubManager()) {
      NDList parts = new NDList();
      int done = 0;
      do {
        int n = Math.min(most, images.size() - done);
        buffer.clear();
        for (int i = done; i < done + n; i++) {
          images.copyImage(i, image);
          buffer.put(image);
        }
        buffer.flip();
        Shape shape = new Shape(n, ImageSet.CHANNELS, images.height(), images.width());
        // On the CPU what is made from the buffer is a view of it.
        try (NDArray view = chunks.create(buffer.slice(), shape, DataType.UINT8)) {
          parts.add(view.duplicate());
        }
        done += n;
      } while (done < images.size());
      NDArray whole = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
      whole.attach(manager);
      return whole;
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
