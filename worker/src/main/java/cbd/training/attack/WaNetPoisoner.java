package cbd.training.attack;

import cbd.domain.Attack;
import cbd.domain.Attack.WaNet.Rounding;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;

/**
 * WaNet (Nguyen and Tran, 2021): every pixel is fetched from a place a little off, by one smooth
 * field for all images. A wrong trigger is the same field, each pixel's place disturbed by up to
 * half a pixel: the noise mode of its authors.
 *
 * <p>Places are in the authors' units: −1 and 1 are the centres of the first and the last column
 * (x) or row (y), and fetching is bilinear.
 */
final class WaNetPoisoner implements Poisoner {
  private final int height;
  private final int width;
  private final Rounding rounding;
  private final double[][] x;
  private final double[][] y;

  WaNetPoisoner(Attack.WaNet attack, int height, int width) {
    this(attack, WarpField.control(attack.k(), attack.seed()), height, width);
  }

  /**
   * Makes the poisoner of a known field.
   *
   * @param control [2][k][k], mean absolute value 1
   */
  WaNetPoisoner(Attack.WaNet attack, double[][][] control, int height, int width) {
    this.height = height;
    this.width = width;
    this.rounding = attack.rounding();
    this.x = WarpField.smooth(control[0], height, width);
    this.y = WarpField.smooth(control[1], height, width);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double right = identity(column, width) + attack.s() * x[row][column] / width;
        double down = identity(row, height) + attack.s() * y[row][column] / height;
        x[row][column] = clamp(right * attack.rescale());
        y[row][column] = clamp(down * attack.rescale());
      }
    }
  }

  private static double identity(int i, int n) {
    return n == 1 ? 0 : -1 + 2.0 * i / (n - 1);
  }

  private static double clamp(double value) {
    return Math.max(-1, Math.min(1, value));
  }

  /** Where the pixel at a place comes from, (x, y). */
  double[] source(int row, int column) {
    return new double[] {x[row][column], y[row][column]};
  }

  @Override
  public void stamp(byte[] image, Split split, int index) {
    byte[] before = image.clone();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        fetch(before, image, row, column, x[row][column], y[row][column]);
      }
    }
  }

  @Override
  public void stampWrong(byte[] image, int index, SplitMix random) {
    byte[] before = image.clone();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double right = clamp(x[row][column] + random.nextDouble(-1, 1) / width);
        double down = clamp(y[row][column] + random.nextDouble(-1, 1) / height);
        fetch(before, image, row, column, right, down);
      }
    }
  }

  private void fetch(byte[] from, byte[] to, int row, int column, double right, double down) {
    for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
      double value = bilinear(from, channel * height * width, height, width, right, down);
      // Weights that sum to one only nearly must not truncate 7 to 6.
      int whole = (int) (rounding == Rounding.HALF_UP ? Math.round(value) : value + 1e-9);
      to[(channel * height + row) * width + column] = (byte) whole;
    }
  }

  /**
   * A pixel between pixels.
   *
   * @param plane uint8, [height][width] from an offset
   * @param right x, −1..1
   * @param down y, −1..1
   */
  static double bilinear(
      byte[] plane, int offset, int height, int width, double right, double down) {
    double px = (right + 1) / 2 * (width - 1);
    double py = (down + 1) / 2 * (height - 1);
    int left = (int) Math.min(px, Math.max(0, width - 2));
    int top = (int) Math.min(py, Math.max(0, height - 2));
    int nextColumn = Math.min(left + 1, width - 1);
    int nextRow = Math.min(top + 1, height - 1);
    double u = px - left;
    double v = py - top;
    double upper =
        (1 - u) * (plane[offset + top * width + left] & 0xFF)
            + u * (plane[offset + top * width + nextColumn] & 0xFF);
    double lower =
        (1 - u) * (plane[offset + nextRow * width + left] & 0xFF)
            + u * (plane[offset + nextRow * width + nextColumn] & 0xFF);
    return (1 - v) * upper + v * lower;
  }
}
