package cbd.training.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects images outside the Java heap, up to a number that is known before. Not thread-safe. */
public final class ImageSetBuilder implements ImageSink {
  private final int classes;
  private final int height;
  private final int width;
  private final int[] labels;
  private final int imageBytes;
  private final int perSlice;
  private final List<ByteBuffer> slices = new ArrayList<>();
  private int filled = 0;

  /**
   * Makes an empty builder.
   *
   * @param size images there will be
   */
  public ImageSetBuilder(int classes, int height, int width, int size) {
    this.classes = classes;
    this.height = height;
    this.width = width;
    this.labels = new int[size];
    this.imageBytes = ImageSet.CHANNELS * height * width;
    this.perSlice = Math.min(Math.max(1, size), SlicedPixels.perSlice(imageBytes));
  }

  @Override
  public void add(byte[] image, int label) {
    if (filled % perSlice == 0) {
      int count = Math.min(perSlice, labels.length - filled);
      slices.add(ByteBuffer.allocateDirect(count * imageBytes));
    }
    slices.get(slices.size() - 1).put(image, 0, imageBytes);
    labels[filled] = label;
    filled++;
  }

  /**
   * The set; nothing may be added afterwards.
   *
   * @throws IllegalStateException when another number of images was added than announced
   */
  public ImageSet build() {
    if (filled != labels.length) {
      throw new IllegalStateException(
          "a set of " + labels.length + " images was given " + filled + " of them");
    }
    return new ImageSet(
        classes,
        height,
        width,
        new SlicedPixels(slices, perSlice, imageBytes),
        labels,
        ContentHash.NONE);
  }
}
