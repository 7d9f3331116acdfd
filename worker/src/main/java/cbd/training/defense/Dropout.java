package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Pass;
import cbd.training.random.SplitMix;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Dropout with masks from a generator of its own: libtorch's is shared by the process and cannot be
 * saved. Each pass of each epoch has its own stream, so that training can be taken up again.
 */
final class Dropout implements Savable {
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

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeLong(random.state());
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    random = new SplitMix(in.readLong());
  }

  /**
   * Leaves the masks of one estimate to a program: of n pairs and as many shifted ones, first of
   * their 2d components, then of the d hidden ones.
   *
   * @return the generator's state before each mask, which {@link SplitMix#state} explains
   */
  long[] leaveMasks(long n, long d) {
    return rate == 0 ? new long[2] : new long[] {leave(2 * n * 2 * d), leave(2 * n * d)};
  }

  private long leave(long components) {
    long state = random.state();
    // One number decides four components.
    random.skip((components + 3) / 4);
    return state;
  }

  double rate() {
    return rate;
  }

  /** Below it sixteen random bits zero a component. */
  int threshold() {
    return (int) Math.round(rate * 65_536);
  }

  /** Zeroes components and scales the rest so that the expectation stays. */
  NDArray apply(NDArray x) {
    if (rate == 0) {
      return x;
    }
    Shape shape = x.getShape();
    float[] mask = new float[Math.toIntExact(shape.size())];
    float kept = (float) (1 / (1 - rate));
    int threshold = threshold();
    long bits = 0;
    for (int i = 0; i < mask.length; i++) {
      // Sixteen bits decide one component.
      bits = i % 4 == 0 ? random.nextLong() : bits >>> 16;
      mask[i] = (bits & 0xffff) < threshold ? 0f : kept;
    }
    return x.mul(x.getManager().create(mask, shape));
  }
}
