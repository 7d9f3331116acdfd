package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import cbd.domain.Defense.Shuffle;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Pass;
import cbd.training.random.SplitMix;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Which images' embeddings stand for a draw from the product of the marginals: within a batch, each
 * image's is paired with another's. Each pass of each epoch has its own stream of permutations.
 */
final class Pairing implements Savable {
  private final Shuffle shuffle;
  private final long seed;
  private SplitMix random;

  Pairing(Shuffle shuffle, long seed) {
    this.shuffle = shuffle;
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
   * The rows in their new order.
   *
   * @param z [n, d]
   */
  NDArray apply(NDArray z) {
    int n = Math.toIntExact(z.getShape().get(0));
    if (n == 1) {
      return z;
    }
    if (shuffle == Shuffle.ROLL) {
      return z.get("1:").concat(z.get(":1"));
    }
    long[] order = IntStream.of(random.permutation(n)).asLongStream().toArray();
    NDArray rows = z.getManager().create(order).reshape(n, 1).broadcast(z.getShape());
    // Each row once: where one was taken twice, a GPU would add up its gradient in any order.
    return z.gather(rows, 0);
  }
}
