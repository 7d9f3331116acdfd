package cbd.training.network;

import ai.djl.ndarray.NDManager;
import cbd.domain.Architecture;
import java.util.SplittableRandom;

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
  public static FeatureNetwork create(
      NDManager parent, Architecture architecture, int classes, long seed) {
    return new WideResNet(
        parent,
        architecture.depth(),
        architecture.widen(),
        classes,
        new SplittableRandom(seed));
  }
}
