package cbd.training.random;

import java.util.random.RandomGenerator;

/**
 * SplitMix64 (Steele, Lea and Flood, 2014): one 64-bit counter and a mixing function.
 *
 * <p>Own code, because the bounded draws of {@code java.util.random} are not specified to the bit
 * and may change with the Java version. Not thread-safe; not for secrets.
 */
public final class SplitMix implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  public SplitMix(long seed) {
    this.state = seed;
  }

  /**
   * The generator of a position within a stream: any position can be jumped to without drawing what
   * comes before it.
   *
   * @param use what is drawn, such as {@code FINAL/TRAIN}
   * @param position where in it, such as the epoch
   */
  public static SplitMix at(long seed, String use, long... position) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (int i = 0; i < use.length(); i++) {
      state = mix(state + GOLDEN_GAMMA + use.charAt(i));
    }
    for (long coordinate : position) {
      state = mix(state + GOLDEN_GAMMA + mix(coordinate + GOLDEN_GAMMA));
    }
    return new SplitMix(state);
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * The counter, from which whoever knows the constants computes the numbers to come: the k-th is
   * the mix of {@code state + k · gamma}, k from 1.
   */
  public long state() {
    return state;
  }

  /** Passes over n numbers as if they had been drawn. */
  public void skip(long n) {
    state += n * GOLDEN_GAMMA;
  }

  /** Uniform on 0 … bound − 1, by the high half of a product; biased by less than bound / 2³². */
  @Override
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("a bound is at least 1, but was " + bound);
    }
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Uniform on [0, 1), in steps of 2⁻⁵³. */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform on [origin, bound). */
  @Override
  public double nextDouble(double origin, double bound) {
    return origin + (bound - origin) * nextDouble();
  }

  /** The numbers 0 … n − 1 in random order (Fisher and Yates). */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long x = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
