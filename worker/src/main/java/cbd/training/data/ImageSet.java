package cbd.training.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Labelled uint8 RGB images of one size. Immutable.
 *
 * <p>An image is 3·height·width bytes: the red plane, the green, the blue, each by rows from the
 * top.
 */
public final class ImageSet {
  /** Planes of an image. */
  public static final int CHANNELS = 3;

  private final int classes;
  private final int height;
  private final int width;
  private final byte[] pixels;
  private final int[] labels;

  /**
   * Makes a set.
   *
   * @param classes number of classes
   * @param height pixels
   * @param width pixels
   * @param pixels uint8, [n][3][height][width]; the set owns the array from now on
   * @param labels [n], 0 … classes − 1; the set owns the array from now on
   * @throws IllegalArgumentException when lengths do not match or a label is no class
   */
  public ImageSet(int classes, int height, int width, byte[] pixels, int[] labels) {
    if (pixels.length != (long) labels.length * CHANNELS * height * width) {
      throw new IllegalArgumentException(
          String.format(
              "%d images of 3x%dx%d need %d bytes, but there are %d",
              labels.length,
              height,
              width,
              (long) labels.length * CHANNELS * height * width,
              pixels.length));
    }
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
    System.arraycopy(pixels, image * imageBytes(), target, 0, imageBytes());
  }

  /** A copy of all pixels, [n][3][height][width]. */
  public byte[] pixels() {
    return pixels.clone();
  }

  /** A copy of all labels. */
  public int[] labels() {
    return labels.clone();
  }

  /** The first n images. */
  public ImageSet first(int n) {
    if (n < 0 || n > size()) {
      throw new IllegalArgumentException("the set has " + size() + " images, not " + n);
    }
    return n == size()
        ? this
        : new ImageSet(
            classes,
            height,
            width,
            Arrays.copyOf(pixels, n * imageBytes()),
            Arrays.copyOf(labels, n));
  }

  /** SHA-256 of shape, pixels and labels; 64 hexadecimal digits. */
  public String contentHash() {
    MessageDigest digest = sha256();
    ByteBuffer numbers = ByteBuffer.allocate(4 * (4 + labels.length));
    numbers.putInt(size()).putInt(classes).putInt(height).putInt(width);
    for (int label : labels) {
      numbers.putInt(label);
    }
    digest.update(numbers.array());
    digest.update(pixels);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
