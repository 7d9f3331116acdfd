package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.domain.Defense.SpectralNorm;
import cbd.training.checkpoint.Savable;
import cbd.training.network.Parameters;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps the critic's slope bounded: after each of its steps a matrix is divided by its largest
 * singular value σ (paper) or by √σ (authors' code), σ being estimated by some power iterations,
 * five as a rule, from a vector of ones or from where the last step's ended. A bias of length o
 * counts as an o×1 matrix.
 *
 * <p>Where a norm vanishes (an all-zero parameter, a start vector in the null space) the authors'
 * code divides by zero; here the parameter is left as it is, and counted.
 *
 * <p>The iteration runs in Java, in double precision: the critic is small, and its result is the
 * same on every machine and device.
 */
final class SpectralNormalization implements Savable {
  private static final double NOTHING = 1e-12;

  /** A matrix of the critic has twice an embedding's width, which is a few thousand at most. */
  private static final int MAX_COLUMNS = 1 << 20;

  private final Defense.Critic settings;
  private final SortedMap<Integer, double[]> starts = new TreeMap<>();
  private long guarded;

  SpectralNormalization(Defense.Critic settings) {
    this.settings = settings;
  }

  /**
   * Divides the parameters in place.
   *
   * @param step owns what is made on the way
   */
  void apply(Parameters parameters, NDManager step) {
    if (settings.spectralNorm() == SpectralNorm.OFF) {
      return;
    }
    List<NDArray> all = parameters.constants();
    for (int i = 0; i < all.size(); i++) {
      NDArray parameter = all.get(i);
      boolean bias = parameter.getShape().dimension() == 1;
      if (bias && !settings.normalizeBiases()) {
        continue;
      }
      float[] values = parameter.toFloatArray();
      int rows = (int) parameter.getShape().get(0);
      double[] u = start(i, values.length / rows);
      double sigma = largestSingularValue(values, u, settings.powerIterations());
      if (sigma < NOTHING) {
        guarded++;
        starts.remove(i);
        continue;
      }
      parameter.divi(step.create((float) divisor(sigma)));
    }
  }

  /** Where the iterations of a parameter begin; they end in the same array. */
  private double[] start(int parameter, int columns) {
    return settings.warmStart()
        ? starts.computeIfAbsent(parameter, i -> ones(columns))
        : ones(columns);
  }

  static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private double divisor(double sigma) {
    return switch (settings.spectralNorm()) {
      case SIGMA -> sigma;
      case SQRT_SIGMA -> StrictMath.sqrt(sigma);
      case SIGMA_IF_ABOVE_ONE -> Math.max(1, sigma);
      case OFF -> 1;
    };
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeLong(guarded);
    out.writeInt(starts.size());
    for (Map.Entry<Integer, double[]> start : starts.entrySet()) {
      out.writeInt(start.getKey());
      out.writeInt(start.getValue().length);
      for (double component : start.getValue()) {
        out.writeDouble(component);
      }
    }
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    guarded = in.readLong();
    starts.clear();
    for (int left = in.readInt(); left > 0; left--) {
      int parameter = in.readInt();
      int length = in.readInt();
      if (length < 1 || length > MAX_COLUMNS) {
        throw new IOException("a start vector is said to have " + length + " components");
      }
      double[] start = new double[length];
      for (int i = 0; i < length; i++) {
        start[i] = in.readDouble();
      }
      starts.put(parameter, start);
    }
  }

  /** Times a parameter was left as it is because a norm vanished. */
  long guarded() {
    return guarded;
  }

  /**
   * σ of a matrix, by power iteration.
   *
   * @param values row by row
   * @param u as long as a row: where to begin, and where it ended
   * @return 0 where a norm on the way is below 1e-12
   */
  static double largestSingularValue(float[] values, double[] u, int iterations) {
    int rows = values.length / u.length;
    double[] v = new double[rows];
    for (int i = 0; i < iterations; i++) {
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
