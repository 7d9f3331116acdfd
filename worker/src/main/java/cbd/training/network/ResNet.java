package cbd.training.network;

import java.util.ArrayList;
import java.util.List;

/**
 * ResNet of basic blocks (He et al., "Deep Residual Learning for Image Recognition", 2015): four
 * stages with widths 64, 128, 256, 512, each but the first halving the image. The embedding is the
 * mean over the positions of the last stage's activation.
 *
 * <p>Parameter names and first values are torchvision's: convolutions He's normal by fan-out.
 */
record ResNet(
    Stem stem,
    Convolution first,
    BatchNormalization normalization,
    List<BasicBlock> blocks,
    Classifier classifier,
    int embeddingWidth)
    implements Body {
  private static final int FIRST_WIDTH = 64;

  /** How a network begins. */
  enum Stem {
    /** A 3×3 convolution that keeps the image's size, as is usual on CIFAR. */
    SMALL,
    /** A 7×7 convolution of stride 2, then 3×3 max pooling of stride 2, as published. */
    IMAGENET
  }

  /**
   * Adds one.
   *
   * @param stages blocks of each
   */
  static Body add(Layout layout, Layout statistics, Stem stem, List<Integer> stages, int classes) {
    Convolution first =
        stem == Stem.SMALL
            ? Convolution.add(layout, "conv1", 3, FIRST_WIDTH, 3, 1)
            : Convolution.add(layout, "conv1", 3, FIRST_WIDTH, 7, 2);
    BatchNormalization normalization =
        BatchNormalization.add(layout, statistics, "bn1", FIRST_WIDTH);
    List<BasicBlock> blocks = new ArrayList<>();
    int in = FIRST_WIDTH;
    for (int stage = 0; stage < stages.size(); stage++) {
      int out = FIRST_WIDTH << stage;
      for (int i = 0; i < stages.get(stage); i++) {
        int stride = i == 0 && stage > 0 ? 2 : 1;
        String name = "layer" + (stage + 1) + "." + i;
        blocks.add(BasicBlock.add(layout, statistics, name, in, out, stride));
        in = out;
      }
    }
    Classifier classifier = Classifier.add(layout, "fc", in, classes);
    return new ResNet(stem, first, normalization, List.copyOf(blocks), classifier, in);
  }

  @Override
  public <T> Features<T> apply(Ops<T> ops, T images) {
    T x = normalization.activate(ops, ops.convolution(images, first));
    if (stem == Stem.IMAGENET) {
      x = ops.maxPool(x, 3, 2, 1);
    }
    for (BasicBlock block : blocks) {
      x = block.apply(ops, x);
    }
    T embedding = ops.globalAveragePool(x);
    return new Features<>(embedding, classifier.apply(ops, embedding));
  }
}
