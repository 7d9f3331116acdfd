package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import cbd.training.defense.Batches.Pass;
import cbd.training.random.SplitMix;

/**
 * Dropout with masks from a generator of its own: libtorch's is shared by the process and cannot be
 * saved. Each pass of each epoch has its own stream, so that training can be taken up again.
 */
final class Dropout {
  private final double rate;
  private final long seed;
  private SplitMix random;

  /**
   * @param rate share of components that are zeroed, 0 to below 1
   */
  Dropout(double rate, long seed) {
    this.rate = rate;
    this.seed = seed;
    random = new SplitMix(seed);
  }

  /** Starts the stream of a pass; epochs count from 1. */
  void restart(int epoch, Pass pass) {
    random = SplitMix.at(seed, pass.name(), epoch);
  }

  /** Zeroes components and scales the rest so that the expectation stays. */
  NDArray apply(NDArray x) {
    if (rate == 0) {
      return x;
    }
    Shape shape = x.getShape();
    float[] mask = new float[Math.toIntExact(shape.size())];
    float kept = (float) (1 / (1 - rate));
    int threshold = (int) Math.round(rate * 65_536);
    long bits = 0;
    for (int i = 0; i < mask.length; i++) {
      // Sixteen bits decide one component.
      bits = i % 4 == 0 ? random.nextLong() : bits >>> 16;
      mask[i] = (bits & 0xffff) < threshold ? 0f : kept;
    }
    return x.mul(x.getManager().create(mask, shape));
  }
}
