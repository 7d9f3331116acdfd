package cbd.training.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Images in buffers of at most 1 GiB, since a Java buffer ends at 2 GiB: on the heap, outside it,
 * or a file's pages that all processes of the machine share.
 */
final class SlicedPixels implements Pixels {
  private static final long SLICE_BYTES = 1L << 30;

  private final List<ByteBuffer> slices;
  private final int perSlice;
  private final int imageBytes;

  /**
   * Makes pixels of buffers.
   *
   * @param slices each with {@code perSlice} images from its index 0, the last with the rest
   */
  SlicedPixels(List<ByteBuffer> slices, int perSlice, int imageBytes) {
    this.slices = slices.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
    this.perSlice = perSlice;
    this.imageBytes = imageBytes;
  }

  /** How many whole images a slice holds. */
  static int perSlice(int imageBytes) {
    return (int) Math.max(1, SLICE_BYTES / imageBytes);
  }

  @Override
  public void copy(int image, byte[] target) {
    slices.get(image / perSlice).get(image % perSlice * imageBytes, target, 0, imageBytes);
  }

  @Override
  public void copy(int from, int count, ByteBuffer target) {
    int done = 0;
    while (done < count) {
      int first = (from + done) % perSlice;
      int piece = Math.min(count - done, perSlice - first);
      ByteBuffer slice = slices.get((from + done) / perSlice);
      target.put(slice.slice(first * imageBytes, piece * imageBytes));
      done += piece;
    }
  }

  @Override
  public List<ByteBuffer> slices(int n) {
    List<ByteBuffer> all = new ArrayList<>();
    for (int from = 0; from < n; from += perSlice) {
      int count = Math.min(perSlice, n - from);
      all.add(slices.get(from / perSlice).slice(0, count * imageBytes));
    }
    return List.copyOf(all);
  }
}
