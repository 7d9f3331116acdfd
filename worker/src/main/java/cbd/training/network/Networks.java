package cbd.training.network;

import ai.djl.ndarray.NDManager;
import cbd.domain.Architecture;
import cbd.domain.Normalization;
import cbd.training.network.ResNet.Stem;
import cbd.training.random.SplitMix;
import java.util.List;

/** The registry of networks. */
public final class Networks {
  private Networks() {}

  /**
   * Makes a network with fresh parameters.
   *
   * @param parent the manager below which its arrays live; names the device
   * @param classes at least 2
   * @param seed of its first parameters: the same bytes on every machine
   */
  public static LayeredNetwork create(
      NDManager parent, Architecture architecture, int classes, long seed) {
    return create(parent, architecture, classes, new Normalization.None(), seed);
  }

  /** Makes a network that normalises its images first. */
  public static LayeredNetwork create(
      NDManager parent,
      Architecture architecture,
      int classes,
      Normalization normalization,
      long seed) {
    Layout layout = new Layout();
    Layout statistics = new Layout();
    Body body =
        Standardized.of(body(architecture, classes, layout, statistics), normalization, statistics);
    return new LayeredNetwork(parent, body, layout, statistics, classes, new SplitMix(seed));
  }

  /** A network's layers, and in the layouts the numbers it needs. */
  static Body body(Architecture architecture, int classes, Layout layout, Layout statistics) {
    List<Integer> blocks = architecture.blocks();
    return switch (architecture.family()) {
      case WIDE_RESNET ->
          WideResNet.add(layout, statistics, architecture.depth(), architecture.widen(), classes);
      case PREACT_RESNET -> PreActResNet.add(layout, statistics, blocks, classes);
      case RESNET -> ResNet.add(layout, statistics, Stem.SMALL, blocks, classes);
      case RESNET_IMAGENET -> ResNet.add(layout, statistics, Stem.IMAGENET, blocks, classes);
    };
  }

  /**
   * Makes a WideResNet of any size.
   *
   * @param depth 6n + 4 with n at least 1
   * @param widen at least 1
   * @throws IllegalArgumentException when there is no network of that depth
   */
  public static LayeredNetwork wideResNet(
      NDManager parent, int depth, int widen, int classes, long seed) {
    Layout layout = new Layout();
    Layout statistics = new Layout();
    Body body = WideResNet.add(layout, statistics, depth, widen, classes);
    return new LayeredNetwork(parent, body, layout, statistics, classes, new SplitMix(seed));
  }
}
