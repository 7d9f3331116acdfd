package cbd.domain;

import cbd.text.About;

/**
 * A network for 32×32 images: WRN-depth-widen, a WideResNet (Zagoruyko and Komodakis, 2016) as the
 * CBD authors build it.
 */
@About("The network that is trained.")
public enum Architecture {
  WRN_10_1(10, 1),
  WRN_10_2(10, 2),
  WRN_16_1(16, 1),
  WRN_16_2(16, 2),
  WRN_40_1(40, 1),
  WRN_40_2(40, 2);

  private final int depth;
  private final int widen;

  Architecture(int depth, int widen) {
    this.depth = depth;
    this.widen = widen;
  }

  /** Layers; 6n + 4 with n blocks per group. */
  public int depth() {
    return depth;
  }

  /** Factor on the channel widths 16, 32, 64. */
  public int widen() {
    return widen;
  }
}
