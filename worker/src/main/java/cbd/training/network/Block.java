package cbd.training.network;

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

  /**
   * Adds one.
   *
   * @param skip what the 1×1 convolution is called
   */
  static Block add(
      Layout layout, Layout statistics, String name, String skip, int in, int out, int stride) {
    return new Block(
        BatchNormalization.add(layout, statistics, name + ".bn1", in),
        Convolution.add(layout, name + ".conv1", in, out, 3, stride),
        BatchNormalization.add(layout, statistics, name + ".bn2", out),
        Convolution.add(layout, name + ".conv2", out, out, 3, 1),
        in == out ? null : Convolution.add(layout, name + "." + skip, in, out, 1, stride));
  }

  <T> T apply(Ops<T> ops, T x) {
    T activated = first.activate(ops, x);
    T main = ops.convolution(second.activate(ops, ops.convolution(activated, conv1)), conv2);
    return ops.add(main, skip == null ? x : ops.convolution(activated, skip));
  }
}
