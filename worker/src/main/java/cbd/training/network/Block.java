package cbd.training.network;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A pre-activation block of two 3×3 convolutions.
 *
 * @param skip the 1×1 convolution of a block that changes the width; null where the input itself
 *     skips
 */
record Block(
    BatchNormalization first,
    Convolution conv1,
    BatchNormalization second,
    Convolution conv2,
    @Nullable Convolution skip) {

  static Block add(
      Layout layout, RunningStatistics statistics, String name, int in, int out, int stride) {
    return new Block(
        BatchNormalization.add(layout, statistics, name + ".bn1", in),
        Convolution.add(layout, name + ".conv1", in, out, 3, stride),
        BatchNormalization.add(layout, statistics, name + ".bn2", out),
        Convolution.add(layout, name + ".conv2", out, out, 3, 1),
        in == out ? null : Convolution.add(layout, name + ".convShortcut", in, out, 1, stride));
  }

  NDArray apply(NDArray x, Pass pass) {
    NDArray activated = first.activate(x, pass);
    NDArray main = conv2.apply(second.activate(conv1.apply(activated, pass), pass), pass);
    return main.add(skip == null ? x : skip.apply(activated, pass));
  }
}
