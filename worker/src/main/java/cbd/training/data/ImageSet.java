package cbd.training.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Labelled uint8 RGB images of one size. Immutable and thread-safe.
 *
 * <p>An image is 3·height·width bytes: the red plane, the green, the blue, each by rows from the
 * top. A set may be larger than 2 GiB and larger than the heap: what is read from files lies in
 * pages that all processes of the machine share.
 */
public final class ImageSet {
  /** Planes of an image. */
  public static final int CHANNELS = 3;

  private final int classes;
  private final int height;
  private final int width;
  private final Pixels pixels;
  private final int[] labels;
  private final ContentHash hash;

  /**
   * Makes a set of an array.
   *
   * @param classes number of classes
   * @param height pixels
   * @param width pixels
   * @param pixels uint8, [n][3][height][width]; the set owns the array from now on
   * @param labels [n], 0 … classes − 1; the set owns the array from now on
   * @throws IllegalArgumentException when lengths do not match or a label is no class
   */
  public ImageSet(int classes, int height, int width, byte[] pixels, int[] labels) {
    this(classes, height, width, wrapped(height, width, pixels, labels), labels, ContentHash.NONE);
  }

  /**
   * Makes a set of pixels anywhere.
   *
   * @param known digests of its first blocks
   */
  ImageSet(int classes, int height, int width, Pixels pixels, int[] labels, ContentHash known) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            String.format(
                "label of image %d must be 0 to %d, but was %d", i, classes - 1, labels[i]));
      }
    }
    this.classes = classes;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.labels = labels;
    this.hash = known;
  }

  private static Pixels wrapped(int height, int width, byte[] pixels, int[] labels) {
    int imageBytes = CHANNELS * height * width;
    if (pixels.length != (long) labels.length * imageBytes) {
      throw new IllegalArgumentException(
          String.format(
              "%d images of 3x%dx%d need %d bytes, but there are %d",
              labels.length, height, width, (long) labels.length * imageBytes, pixels.length));
    }
    return new SlicedPixels(
        List.of(ByteBuffer.wrap(pixels)), Math.max(1, labels.length), imageBytes);
  }

  public int size() {
    return labels.length;
  }

  public int classes() {
    return classes;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** Bytes of one image: 3·height·width. */
  public int imageBytes() {
    return CHANNELS * height * width;
  }

  public int label(int image) {
    return labels[image];
  }

  /** Copies one image, [3][height][width], to the start of an array. */
  public void copyImage(int image, byte[] target) {
    if (image >= labels.length) {
      throw new IndexOutOfBoundsException("the set has " + size() + " images, not " + image);
    }
    pixels.copy(image, target);
  }

  /**
   * Copies images in a row, [count][3][height][width], to a buffer's position, which moves on: the
   * way to bring a set of any size to a device in few pieces.
   *
   * @param from index of the first
   */
  public void copyImages(int from, int count, ByteBuffer target) {
    if (from < 0 || count < 0 || from + count > labels.length) {
      throw new IndexOutOfBoundsException(
          "the set has " + size() + " images, not " + from + " to " + (from + count));
    }
    pixels.copy(from, count, target);
  }

  /**
   * All images as read-only buffers of at most 1 GiB, each of whole images, in order: together
   * [n][3][height][width]. Of sets read from files these are the files' own pages, nothing is
   * copied; of an {@link #edit() edited} set they are a copy outside the heap, new at each call.
   */
  public List<ByteBuffer> slices() {
    return pixels.slices(labels.length);
  }

  /**
   * A copy of all pixels, [n][3][height][width], for small sets; {@link #edit()} and {@link
   * #slices()} serve any.
   *
   * @throws IllegalStateException when they do not fit into an array
   */
  public byte[] pixels() {
    long bytes = (long) size() * imageBytes();
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalStateException(bytes + " bytes of pixels do not fit into an array");
    }
    byte[] copy = new byte[(int) bytes];
    pixels.copy(0, size(), ByteBuffer.wrap(copy));
    return copy;
  }

  /** A copy of all labels. */
  public int[] labels() {
    return labels.clone();
  }

  /** The first n images; shares their memory. */
  public ImageSet first(int n) {
    if (n < 0 || n > size()) {
      throw new IllegalArgumentException("the set has " + size() + " images, not " + n);
    }
    return n == size()
        ? this
        : new ImageSet(
            classes, height, width, pixels, Arrays.copyOf(labels, n), hash.first(n, imageBytes()));
  }

  /** Begins a copy in which some images are other ones; the others share this set's memory. */
  public ImageSetEdit edit() {
    return new ImageSetEdit(this, pixels);
  }

  /**
   * A hash of shape, labels and pixels, 64 hexadecimal digits: SHA-256 over {@code cbd-images/1},
   * size, classes, height, width and labels as big-endian ints, and the SHA-256 digests of the
   * pixels in blocks of ⌊4 MiB / image⌋ images (at least one). What lies in a file has its digests
   * beside it, so that gigabytes need not be read again for it.
   */
  public String contentHash() {
    return hash.of(this);
  }
}
