package cbd.training.network;

import cbd.training.network.Layout.Initial;

/**
 * A square convolution, padded so that stride 1 keeps height and width.
 *
 * @param weight index of its weight, [out, in, kernel, kernel]
 * @param bias index of its bias, [out]; {@link #NO_BIAS} where it has none
 */
public record Convolution(int weight, int bias, int stride, int padding) {
  /** Stands for the index of a bias that is not there. */
  public static final int NO_BIAS = -1;

  /**
   * Adds one without bias, with the first values of the authors' code: normal, variance 2 / (k² ·
   * out).
   */
  static Convolution add(Layout layout, String name, int in, int out, int kernel, int stride) {
    return new Convolution(addWeight(layout, name, in, out, kernel), NO_BIAS, stride, kernel / 2);
  }

  /** Adds one with a bias, which begins at zero. */
  static Convolution addBiased(
      Layout layout, String name, int in, int out, int kernel, int stride) {
    int weight = addWeight(layout, name, in, out, kernel);
    int bias = layout.add(name + ".bias", Initial.ZERO, out);
    return new Convolution(weight, bias, stride, kernel / 2);
  }

  private static int addWeight(Layout layout, String name, int in, int out, int kernel) {
    double deviation = StrictMath.sqrt(2.0 / (kernel * kernel * out));
    return layout.add(name + ".weight", Initial.normal(deviation), out, in, kernel, kernel);
  }

  /** Whether it has a bias. */
  public boolean biased() {
    return bias != NO_BIAS;
  }
}
