package cbd.training.attack;

import cbd.training.data.ImageSet;

/**
 * SSIM (Wang et al., 2004): how alike two pictures look, 1 for equal ones. On the mean of the
 * channels, over windows of 8×8 pixels, 4 apart.
 */
final class Similarity {
  private static final int WINDOW = 8;
  private static final int STRIDE = 4;
  private static final double C1 = 0.01 * 255 * 0.01 * 255;
  private static final double C2 = 0.03 * 255 * 0.03 * 255;

  private Similarity() {}

  /**
   * The mean over all windows; one window when the picture is smaller than that.
   *
   * @param a uint8, [3][height][width]
   * @param b of the same shape
   */
  static double of(byte[] a, byte[] b, int height, int width) {
    int high = Math.min(WINDOW, height);
    int wide = Math.min(WINDOW, width);
    double sum = 0;
    int windows = 0;
    for (int top = 0; top + high <= height; top += STRIDE) {
      for (int left = 0; left + wide <= width; left += STRIDE) {
        Moments moments = new Moments();
        for (int row = top; row < top + high; row++) {
          for (int column = left; column < left + wide; column++) {
            int at = row * width + column;
            moments.add(grey(a, at, height * width), grey(b, at, height * width));
          }
        }
        sum += moments.similarity();
        windows++;
      }
    }
    return sum / windows;
  }

  private static double grey(byte[] image, int at, int plane) {
    int sum = 0;
    for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
      sum += image[channel * plane + at] & 0xFF;
    }
    return sum / (double) ImageSet.CHANNELS;
  }

  /** Sums over one window. */
  private static final class Moments {
    private int count;
    private double a;
    private double b;
    private double aa;
    private double bb;
    private double ab;

    void add(double x, double y) {
      count++;
      a += x;
      b += y;
      aa += x * x;
      bb += y * y;
      ab += x * y;
    }

    double similarity() {
      double meanA = a / count;
      double meanB = b / count;
      double varianceA = aa / count - meanA * meanA;
      double varianceB = bb / count - meanB * meanB;
      double covariance = ab / count - meanA * meanB;
      return (2 * meanA * meanB + C1)
          * (2 * covariance + C2)
          / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
    }
  }
}
