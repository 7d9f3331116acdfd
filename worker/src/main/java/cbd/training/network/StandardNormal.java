package cbd.training.network;

import java.util.random.RandomGenerator;

/**
 * Standard normal numbers that are the same on every machine and Java version: Box and Muller's
 * transform with {@link StrictMath}, from {@link RandomGenerator#nextLong} alone. {@code
 * nextGaussian} promises neither.
 */
final class StandardNormal {
  private StandardNormal() {}

  static double draw(RandomGenerator random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit(random)));
    return radius * StrictMath.cos(2 * Math.PI * unit(random));
  }

  /** Uniform in [0, 1), 53 bits. */
  static double unit(RandomGenerator random) {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }
}
