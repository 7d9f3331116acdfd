package cbd.training.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Another set's pixels, some images of which are replaced; only these take memory of their own. */
final class ReplacedPixels implements Pixels {
  private static final int NOT_REPLACED = -1;

  private final Pixels base;
  private final int[] places;
  private final List<byte[]> replacements;
  private final int imageBytes;

  /**
   * Lays replacements over pixels.
   *
   * @param places for each image the index of its replacement, or −1
   */
  ReplacedPixels(Pixels base, int[] places, List<byte[]> replacements, int imageBytes) {
    this.base = base;
    this.places = places;
    this.replacements = replacements;
    this.imageBytes = imageBytes;
  }

  @Override
  public void copy(int image, byte[] target) {
    if (places[image] == NOT_REPLACED) {
      base.copy(image, target);
    } else {
      System.arraycopy(replacements.get(places[image]), 0, target, 0, imageBytes);
    }
  }

  @Override
  public void copy(int from, int count, ByteBuffer target) {
    int next = from;
    while (next < from + count) {
      int start = next;
      while (next < from + count && places[next] == NOT_REPLACED) {
        next++;
      }
      base.copy(start, next - start, target);
      if (next < from + count) {
        target.put(replacements.get(places[next]));
        next++;
      }
    }
  }

  @Override
  public List<ByteBuffer> slices(int n) {
    List<ByteBuffer> slices = new ArrayList<>();
    int perSlice = SlicedPixels.perSlice(imageBytes);
    for (int from = 0; from < n; from += perSlice) {
      int count = Math.min(perSlice, n - from);
      ByteBuffer slice = ByteBuffer.allocateDirect(count * imageBytes);
      copy(from, count, slice);
      slices.add(slice.flip().asReadOnlyBuffer());
    }
    return List.copyOf(slices);
  }
}
