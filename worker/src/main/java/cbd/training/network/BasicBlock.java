package cbd.training.network;

import org.jspecify.annotations.Nullable;

/**
 * A block of two 3×3 convolutions, each normalised, with ReLU between them and behind the sum.
 *
 * @param skip the normalised 1×1 convolution of a block that changes the width; null where the
 *     input itself skips
 */
record BasicBlock(
    Convolution conv1,
    BatchNormalization first,
    Convolution conv2,
    BatchNormalization second,
    @Nullable Skip skip) {

  /** What a block that changes the width does to its input. */
  record Skip(Convolution convolution, BatchNormalization normalization) {}

  static BasicBlock add(
      Layout layout, Layout statistics, String name, int in, int out, int stride) {
    return new BasicBlock(
        Convolution.add(layout, name + ".conv1", in, out, 3, stride),
        BatchNormalization.add(layout, statistics, name + ".bn1", out),
        Convolution.add(layout, name + ".conv2", out, out, 3, 1),
        BatchNormalization.add(layout, statistics, name + ".bn2", out),
        in == out
            ? null
            : new Skip(
                Convolution.add(layout, name + ".downsample.0", in, out, 1, stride),
                BatchNormalization.add(layout, statistics, name + ".downsample.1", out)));
  }

  <T> T apply(Ops<T> ops, T x) {
    T activated = first.activate(ops, ops.convolution(x, conv1));
    T main = ops.batchNorm(ops.convolution(activated, conv2), second);
    T side =
        skip == null
            ? x
            : ops.batchNorm(ops.convolution(x, skip.convolution()), skip.normalization());
    return ops.relu(ops.add(main, side));
  }
}
