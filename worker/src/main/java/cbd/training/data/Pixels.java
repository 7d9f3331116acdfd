package cbd.training.data;

import java.nio.ByteBuffer;
import java.util.List;

/** Where the pixels of an {@link ImageSet} lie. Immutable and thread-safe. */
interface Pixels {

  /** Copies one image, [3][height][width], to the start of an array. */
  void copy(int image, byte[] target);

  /** Copies images in a row to the buffer's position, which moves on. */
  void copy(int from, int count, ByteBuffer target);

  /** The first n images as read-only buffers of whole images, in order. */
  List<ByteBuffer> slices(int n);
}
