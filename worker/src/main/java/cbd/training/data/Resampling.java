package cbd.training.data;

import java.util.Arrays;

/**
 * Bilinear resizing with antialiasing, bit for bit as Pillow 10's {@code Image.resize(…, BILINEAR)}
 * does it on 8-bit RGB, and thereby torchvision's {@code Resize} on pictures: a triangle filter as
 * wide as the scale, weights in fixed point with 22 bits after the point, first along the rows,
 * rounded to bytes, then along the columns. (Later Pillows begin with the columns when a picture
 * becomes wider and lower; then a level may differ.)
 */
final class Resampling {
  private static final int PRECISION_BITS = 32 - 8 - 2;
  private static final int HALF = 1 << (PRECISION_BITS - 1);

  /** What fits into one array of bytes, and into a machine. */
  private static final int MAX_PIXELS = PhotoFile.MAX_PIXELS;

  private Resampling() {}

  /**
   * The picture with another size; itself when it has that size.
   *
   * @throws DamagedPictureException when it is so long and narrow that no machine can hold the
   *     result
   */
  static Picture resize(Picture picture, int width, int height) throws DamagedPictureException {
    if ((long) width * Math.max(picture.height(), height) > MAX_PIXELS) {
      throw new DamagedPictureException(
          String.format(
              "its %dx%d pixels cannot be resized to %dx%d, for that takes more than %d",
              picture.width(), picture.height(), width, height, MAX_PIXELS));
    }
    Picture wide = picture.width() == width ? picture : alongRows(picture, width);
    return wide.height() == height ? wide : alongColumns(wide, height);
  }

  /**
   * As torchvision's {@code Resize(shorter)} and then {@code CenterCrop(side)}.
   *
   * @throws DamagedPictureException as {@link #resize}
   */
  static Picture centre(Picture picture, int shorter, int side) throws DamagedPictureException {
    int width = picture.width();
    int height = picture.height();
    Picture resized =
        width <= height
            ? resize(picture, shorter, scaled(shorter, height, width))
            : resize(picture, scaled(shorter, width, height), shorter);
    return resized.cut(margin(resized.width(), side), margin(resized.height(), side), side, side);
  }

  /** Truncated, as torchvision computes the longer side. */
  private static int scaled(int shorter, int longSide, int shortSide) {
    return (int) ((double) ((long) shorter * longSide) / shortSide);
  }

  /** Half of what is cut off; a half pixel goes to the even side, as Python rounds. */
  private static int margin(int length, int side) {
    return (int) Math.rint((length - side) / 2.0);
  }

  private static Picture alongRows(Picture picture, int width) {
    Weights weights = Weights.of(picture.width(), width);
    byte[] result = new byte[ImageSet.CHANNELS * width * picture.height()];
    int next = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        int first = ImageSet.CHANNELS * (y * picture.width() + weights.from()[x]);
        for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
          result[next++] = weights.sum(picture.rgb(), first + channel, ImageSet.CHANNELS, x);
        }
      }
    }
    return new Picture(width, picture.height(), result);
  }

  private static Picture alongColumns(Picture picture, int height) {
    Weights weights = Weights.of(picture.height(), height);
    int row = ImageSet.CHANNELS * picture.width();
    byte[] result = new byte[row * height];
    for (int y = 0; y < height; y++) {
      int first = weights.from()[y] * row;
      for (int i = 0; i < row; i++) {
        result[y * row + i] = weights.sum(picture.rgb(), first + i, row, y);
      }
    }
    return new Picture(picture.width(), height, result);
  }

  /**
   * Which input positions make an output position, and how much of each.
   *
   * @param from the first input position of each output position
   * @param factors fixed point, [output][its inputs]
   */
  @SuppressWarnings("ArrayRecordComponent") // lives within one call
  private record Weights(int[] from, int[][] factors) {

    static Weights of(int inputs, int outputs) {
      double scale = (double) inputs / outputs;
      double support = Math.max(scale, 1);
      int[] from = new int[outputs];
      int[][] factors = new int[outputs][];
      for (int output = 0; output < outputs; output++) {
        double centre = (output + 0.5) * scale;
        from[output] = Math.max(0, (int) (centre - support + 0.5));
        int count = Math.min(inputs, (int) (centre + support + 0.5)) - from[output];
        double[] exact = new double[count];
        for (int i = 0; i < count; i++) {
          double distance = Math.abs((i + from[output] - centre + 0.5) * (1 / support));
          exact[i] = distance < 1 ? 1 - distance : 0;
        }
        factors[output] = fixed(exact);
      }
      return new Weights(from, factors);
    }

    private static int[] fixed(double[] exact) {
      // Summed from the left, as Pillow does: another order would round otherwise.
      double sum = 0;
      for (double each : exact) {
        sum += each;
      }
      double total = sum;
      return Arrays.stream(exact)
          .mapToInt(each -> (int) (0.5 + each / total * (1 << PRECISION_BITS)))
          .toArray();
    }

    byte sum(byte[] bytes, int first, int stride, int output) {
      int sum = HALF;
      int at = first;
      for (int factor : factors[output]) {
        sum += (bytes[at] & 0xFF) * factor;
        at += stride;
      }
      return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }
  }
}
