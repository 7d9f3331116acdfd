package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import cbd.training.network.Layout.Initial;

/**
 * A convolution without bias, padded so that stride 1 keeps height and width.
 *
 * @param weight index of its parameter
 */
record Convolution(int weight, Shape stride, Shape padding) {

  /** Adds one, with the first values of the authors' code: normal, variance 2 / (k² · out). */
  static Convolution add(Layout layout, String name, int in, int out, int kernel, int stride) {
    double deviation = StrictMath.sqrt(2.0 / (kernel * kernel * out));
    int weight = layout.add(name + ".weight", Initial.normal(deviation), out, in, kernel, kernel);
    return new Convolution(weight, new Shape(stride, stride), new Shape(kernel / 2, kernel / 2));
  }

  /** [n, in, h, w] → [n, out, h/stride, w/stride]. */
  NDArray apply(NDArray x, Pass pass) {
    return Conv2d.conv2d(x, pass.parameters().get(weight), null, stride, padding)
        .singletonOrThrow();
  }
}
