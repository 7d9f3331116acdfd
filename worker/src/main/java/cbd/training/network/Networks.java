package cbd.training.network;

import ai.djl.ndarray.NDManager;
import cbd.domain.Architecture;
import cbd.training.random.SplitMix;

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
    return wideResNet(parent, architecture.depth(), architecture.widen(), classes, seed);
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
    return WideResNet.create(parent, depth, widen, classes, new SplitMix(seed));
  }
}
