package cbd.training.attack;

import cbd.training.random.SplitMix;

/**
 * The smooth field of WaNet: a few random control vectors, made smooth by cubic interpolation.
 * Arithmetic as PyTorch's {@code interpolate(mode="bicubic", align_corners=True)}.
 */
final class WarpField {
  /** PyTorch's parameter of the cubic kernel. */
  private static final double A = -0.75;

  private WarpField() {}

  /**
   * Random control vectors: uniform on ±1, divided by their mean absolute value.
   *
   * @return [2][k][k]; x (column) first, then y (row)
   */
  static double[][][] control(int k, long seed) {
    SplitMix random = SplitMix.at(seed, "wanet field");
    double[][][] control = new double[2][k][k];
    for (double[][] plane : control) {
      for (double[] row : plane) {
        for (int j = 0; j < k; j++) {
          row[j] = random.nextDouble(-1, 1);
        }
      }
    }
    return divided(control);
  }

  /** Divides control vectors by their mean absolute value, in place. */
  static double[][][] divided(double[][][] control) {
    double sum = 0;
    int count = 0;
    for (double[][] plane : control) {
      for (double[] row : plane) {
        for (double value : row) {
          sum += Math.abs(value);
          count++;
        }
      }
    }
    double mean = sum / count;
    for (double[][] plane : control) {
      for (double[] row : plane) {
        for (int j = 0; j < row.length; j++) {
          row[j] /= mean;
        }
      }
    }
    return control;
  }

  /** Interpolates a plane, [k][k], to [height][width]; the corners stay where they are. */
  static double[][] smooth(double[][] plane, int height, int width) {
    double[][] wide = new double[plane.length][];
    for (int i = 0; i < plane.length; i++) {
      wide[i] = smooth(plane[i], width);
    }
    double[][] smooth = new double[height][width];
    double[] column = new double[plane.length];
    for (int x = 0; x < width; x++) {
      for (int i = 0; i < plane.length; i++) {
        column[i] = wide[i][x];
      }
      double[] tall = smooth(column, height);
      for (int y = 0; y < height; y++) {
        smooth[y][x] = tall[y];
      }
    }
    return smooth;
  }

  /** Interpolates samples to n points; beyond the ends stands the last sample. */
  static double[] smooth(double[] samples, int n) {
    double[] smooth = new double[n];
    int last = samples.length - 1;
    for (int i = 0; i < n; i++) {
      double at = n == 1 ? 0 : (double) i * last / (n - 1);
      int left = (int) Math.floor(at);
      double[] weights = cubic(at - left);
      for (int tap = 0; tap < weights.length; tap++) {
        int sample = Math.max(0, Math.min(last, left - 1 + tap));
        smooth[i] += weights[tap] * samples[sample];
      }
    }
    return smooth;
  }

  /**
   * The weights of the four samples around a point.
   *
   * @param t distance from the second of them, 0..1
   */
  static double[] cubic(double t) {
    return new double[] {far(1 + t), near(t), near(1 - t), far(2 - t)};
  }

  private static double near(double d) {
    return ((A + 2) * d - (A + 3)) * d * d + 1;
  }

  private static double far(double d) {
    return ((A * d - 5 * A) * d + 8 * A) * d - 4 * A;
  }
}
