package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import cbd.training.checkpoint.Savable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the images of a pass weighed, in the order of the pass; read from the device some steps at a
 * time, like the losses.
 */
final class WeightLedger implements Savable {
  private static final int STEPS_PER_READING = 32;

  private final NDManager manager;
  private final NDList unread = new NDList();
  private float[] weights = new float[0];

  /**
   * @param manager keeps the unread weights
   */
  WeightLedger(NDManager manager) {
    this.manager = manager;
  }

  /** Enters a step's weights, [n]. */
  void add(NDArray weightsOfStep) {
    NDArray kept = weightsOfStep.stopGradient();
    kept.attach(manager);
    unread.add(kept);
    if (unread.size() == STEPS_PER_READING) {
      settle();
    }
  }

  /**
   * The weights by image; null when none were entered.
   *
   * @param order indices of the pass's images, in its order
   */
  @Nullable ImageWeights of(Supplier<int[]> order) {
    settle();
    return weights.length == 0 ? null : new ImageWeights(order.get(), weights);
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    settle();
    out.writeInt(weights.length);
    for (float weight : weights) {
      out.writeFloat(weight);
    }
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    int count = in.readInt();
    byte[] bytes = in.readNBytes(Math.multiplyExact(Float.BYTES, count));
    if (bytes.length != Float.BYTES * count) {
      throw new EOFException(count + " weights end too early");
    }
    weights = new float[count];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(weights);
  }

  private void settle() {
    if (unread.isEmpty()) {
      return;
    }
    try (NDArray together = NDArrays.concat(unread)) {
      float[] more = together.toFloatArray();
      int end = weights.length;
      weights = Arrays.copyOf(weights, end + more.length);
      System.arraycopy(more, 0, weights, end, more.length);
    }
    unread.close();
    unread.clear();
  }
}
