package cbd.training.network;

import java.util.ArrayList;
import java.util.List;

/**
 * PreActResNet (He et al., "Identity Mappings in Deep Residual Networks", 2016) for small images,
 * as the common PyTorch code for CIFAR (kuangliu/pytorch-cifar, which BackdoorBench uses) has it: a
 * 3×3 stem, four stages of pre-activation blocks with widths 64, 128, 256, 512, no normalisation
 * behind the last. The embedding is the mean over the positions.
 *
 * <p>Parameter names are those of that code; convolutions begin with He's normal values by fan-out.
 */
record PreActResNet(Convolution stem, List<Block> blocks, Classifier classifier, int embeddingWidth)
    implements Body {
  private static final int FIRST_WIDTH = 64;

  /**
   * Adds one.
   *
   * @param stages blocks of each
   */
  static Body add(Layout layout, Layout statistics, List<Integer> stages, int classes) {
    Convolution stem = Convolution.add(layout, "conv1", 3, FIRST_WIDTH, 3, 1);
    List<Block> blocks = new ArrayList<>();
    int in = FIRST_WIDTH;
    for (int stage = 0; stage < stages.size(); stage++) {
      int out = FIRST_WIDTH << stage;
      for (int i = 0; i < stages.get(stage); i++) {
        int stride = i == 0 && stage > 0 ? 2 : 1;
        String name = "layer" + (stage + 1) + "." + i;
        blocks.add(Block.add(layout, statistics, name, "shortcut.0", in, out, stride));
        in = out;
      }
    }
    Classifier classifier = Classifier.add(layout, "linear", in, classes);
    return new PreActResNet(stem, List.copyOf(blocks), classifier, in);
  }

  @Override
  public <T> Features<T> apply(Ops<T> ops, T images) {
    T x = ops.convolution(images, stem);
    for (Block block : blocks) {
      x = block.apply(ops, x);
    }
    T embedding = ops.globalAveragePool(x);
    return new Features<>(embedding, classifier.apply(ops, embedding));
  }
}
