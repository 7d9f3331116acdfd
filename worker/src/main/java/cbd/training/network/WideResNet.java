package cbd.training.network;

import cbd.training.network.Layout.Initial;
import java.util.ArrayList;
import java.util.List;

/**
 * WRN-depth-widen (Zagoruyko and Komodakis, 2016) as the CBD authors build it: three groups of
 * pre-activation blocks with widths 16, 32, 64 times {@code widen} at strides 1, 2, 2; where a
 * block changes the width, its skip is a 1×1 convolution of the <em>activated</em> input. The
 * embedding is the mean over the positions of the last group's activation.
 *
 * <p>Parameter names are those of the authors' PyTorch code.
 */
record WideResNet(
    Convolution stem,
    List<Block> blocks,
    BatchNormalization tail,
    int weight,
    int bias,
    int embeddingWidth)
    implements Body {

  /**
   * Adds one.
   *
   * @param depth 6n + 4 with n at least 1
   * @param widen at least 1
   * @throws IllegalArgumentException when there is no network of that depth
   */
  static Body add(Layout layout, Layout statistics, int depth, int widen, int classes) {
    if ((depth - 4) % 6 != 0 || depth < 10) {
      throw new IllegalArgumentException(
          "depth must be 6n + 4 with n at least 1, but was " + depth);
    }
    int blocksPerGroup = (depth - 4) / 6;
    Convolution stem = Convolution.add(layout, "conv1", 3, 16, 3, 1);
    List<Block> blocks = new ArrayList<>();
    int in = 16;
    for (int group = 1; group <= 3; group++) {
      int out = (16 << (group - 1)) * widen;
      for (int i = 0; i < blocksPerGroup; i++) {
        int stride = i == 0 && group > 1 ? 2 : 1;
        String name = "block" + group + ".layer." + i;
        blocks.add(Block.add(layout, statistics, name, "convShortcut", in, out, stride));
        in = out;
      }
    }
    BatchNormalization tail = BatchNormalization.add(layout, statistics, "bn1", in);
    int weight = layout.add("fc.weight", Initial.uniform(1 / StrictMath.sqrt(in)), classes, in);
    int bias = layout.add("fc.bias", Initial.ZERO, classes);
    return new WideResNet(stem, List.copyOf(blocks), tail, weight, bias, in);
  }

  @Override
  public <T> Features<T> apply(Ops<T> ops, T images) {
    T x = ops.convolution(images, stem);
    for (Block block : blocks) {
      x = block.apply(ops, x);
    }
    T embedding = ops.globalAveragePool(tail.activate(ops, x));
    return new Features<>(embedding, ops.linear(embedding, weight, bias));
  }
}
