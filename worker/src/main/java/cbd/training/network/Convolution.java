package cbd.training.network;

import cbd.training.network.Layout.Initial;

/**
 * A square convolution without bias, padded so that stride 1 keeps height and width.
 *
 * @param weight index of its weight, [out, in, kernel, kernel]
 */
public record Convolution(int weight, int stride, int padding) {
  /** Adds one, with the first values of the authors' code: normal, variance 2 / (k² · out). */
  static Convolution add(Layout layout, String name, int in, int out, int kernel, int stride) {
    double deviation = StrictMath.sqrt(2.0 / (kernel * kernel * out));
    int weight = layout.add(name + ".weight", Initial.normal(deviation), out, in, kernel, kernel);
    return new Convolution(weight, stride, kernel / 2);
  }
}
