package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense.SpectralNorm;
import cbd.training.network.Parameters;
import java.util.Arrays;

/**
 * Keeps the critic's slope bounded: after each of its steps a matrix is divided by its largest
 * singular value σ (paper) or by √σ (authors' code), σ being estimated by five power iterations
 * from a vector of ones. A bias of length o counts as an o×1 matrix.
 *
 * <p>Where a norm vanishes (an all-zero parameter, a start vector in the null space) the authors'
 * code divides by zero; here the parameter is left as it is, and counted.
 *
 * <p>The iteration runs in Java, in double precision: the critic is small, and its result is the
 * same on every machine and device.
 */
final class SpectralNormalization {
  private static final int ITERATIONS = 5;
  private static final double NOTHING = 1e-12;

  private final SpectralNorm mode;
  private final boolean biases;
  private long guarded;

  SpectralNormalization(SpectralNorm mode, boolean biases) {
    this.mode = mode;
    this.biases = biases;
  }

  /**
   * Divides the parameters in place.
   *
   * @param step owns what is made on the way
   */
  void apply(Parameters parameters, NDManager step) {
    if (mode == SpectralNorm.OFF) {
      return;
    }
    for (NDArray parameter : parameters.constants()) {
      boolean bias = parameter.getShape().dimension() == 1;
      if (bias && !biases) {
        continue;
      }
      int rows = (int) parameter.getShape().get(0);
      double sigma = largestSingularValue(parameter.toFloatArray(), rows);
      if (sigma < NOTHING) {
        guarded++;
        continue;
      }
      parameter.divi(step.create((float) divisor(sigma)));
    }
  }

  private double divisor(double sigma) {
    return switch (mode) {
      case SIGMA -> sigma;
      case SQRT_SIGMA -> StrictMath.sqrt(sigma);
      case SIGMA_IF_ABOVE_ONE -> Math.max(1, sigma);
      case OFF -> 1;
    };
  }

  /** Times a parameter was left as it is because a norm vanished. */
  long guarded() {
    return guarded;
  }

  /**
   * σ of a matrix, by power iteration.
   *
   * @param values row by row
   * @return 0 where a norm on the way is below 1e-12
   */
  static double largestSingularValue(float[] values, int rows) {
    int columns = values.length / rows;
    double[] u = new double[columns];
    double[] v = new double[rows];
    Arrays.fill(u, 1);
    for (int i = 0; i < ITERATIONS; i++) {
      multiply(values, u, v);
      if (normalise(v) < NOTHING) {
        return 0;
      }
      multiplyTransposed(values, v, u);
      if (normalise(u) < NOTHING) {
        return 0;
      }
    }
    double[] image = new double[rows];
    multiply(values, u, image);
    double sigma = 0;
    for (int row = 0; row < rows; row++) {
      sigma += image[row] * v[row];
    }
    return sigma;
  }

  /** out ← W · in. */
  private static void multiply(float[] w, double[] in, double[] out) {
    for (int row = 0, at = 0; row < out.length; row++) {
      double sum = 0;
      for (double x : in) {
        sum += w[at++] * x;
      }
      out[row] = sum;
    }
  }

  /** out ← Wᵀ · in. */
  private static void multiplyTransposed(float[] w, double[] in, double[] out) {
    Arrays.fill(out, 0);
    int at = 0;
    for (double x : in) {
      for (int column = 0; column < out.length; column++) {
        out[column] += w[at++] * x;
      }
    }
  }

  private static double normalise(double[] x) {
    double squares = 0;
    for (double each : x) {
      squares += each * each;
    }
    double norm = StrictMath.sqrt(squares);
    for (int i = 0; i < x.length; i++) {
      x[i] /= norm;
    }
    return norm;
  }
}
