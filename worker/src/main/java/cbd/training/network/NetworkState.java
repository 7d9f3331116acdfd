package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All numbers of a network at one moment, parameters and running statistics, in Java memory.
 * Immutable. Two states are equal when all their bits are.
 */
public final class NetworkState {
  private static final int FLOATS_AT_ONCE = 1 << 14;

  /** The flat parameters, then each running statistic in the network's order. */
  private final List<float[]> arrays;

  private NetworkState(List<float[]> arrays) {
    this.arrays = arrays;
  }

  /** What a network holds now. */
  public static NetworkState of(FeatureNetwork network) {
    return of(live(network));
  }

  /** What these arrays hold now. */
  public static NetworkState of(List<NDArray> live) {
    List<float[]> arrays = new ArrayList<>();
    for (NDArray array : live) {
      arrays.add(array.toFloatArray());
    }
    return new NetworkState(arrays);
  }

  /**
   * Makes a network hold this.
   *
   * @throws IllegalArgumentException when it has another shape
   */
  public void restore(FeatureNetwork network) {
    restore(live(network));
  }

  /**
   * Makes the arrays hold this.
   *
   * @param targets at least one; as many, and of the same sizes, as it was made of
   */
  public void restore(List<NDArray> targets) {
    if (targets.size() != arrays.size()) {
      throw new IllegalArgumentException(
          "a state of "
              + arrays.size()
              + " arrays is none of a network that has "
              + targets.size());
    }
    try (NDManager lender = targets.get(0).getManager().getParentManager().newSubManager()) {
      for (int i = 0; i < arrays.size(); i++) {
        NDArray target = targets.get(i);
        if (target.size() != arrays.get(i).length) {
          throw new IllegalArgumentException(
              "a state of "
                  + arrays.get(i).length
                  + " numbers is none of an array that has "
                  + target.size());
        }
        // In place, since the network's other arrays are views of these; lent, since its own
        // manager takes nothing new.
        target.tempAttach(lender);
        target.set(new NDIndex("..."), lender.create(arrays.get(i), target.getShape()));
      }
    }
  }

  private static List<NDArray> live(FeatureNetwork network) {
    List<NDArray> live = new ArrayList<>();
    live.add(network.parameters().flat());
    live.addAll(network.buffers().values());
    return live;
  }

  /** Writes all numbers, big-endian. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(arrays.size());
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * FLOATS_AT_ONCE);
    for (float[] array : arrays) {
      out.writeInt(array.length);
      for (int from = 0; from < array.length; from += FLOATS_AT_ONCE) {
        int count = Math.min(FLOATS_AT_ONCE, array.length - from);
        bytes.asFloatBuffer().put(array, from, count);
        out.write(bytes.array(), 0, Float.BYTES * count);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote. A length is believed only as far as its bytes are there.
   *
   * @throws IOException when it is not that
   */
  public static NetworkState read(DataInputStream in) throws IOException {
    List<float[]> arrays = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      int length = in.readInt();
      if (length < 0 || length > Integer.MAX_VALUE / Float.BYTES) {
        throw new IOException("an array is said to have " + length + " numbers");
      }
      byte[] bytes = in.readNBytes(Float.BYTES * length);
      if (bytes.length != Float.BYTES * length) {
        throw new EOFException("an array of " + length + " numbers ends too early");
      }
      float[] array = new float[length];
      ByteBuffer.wrap(bytes).asFloatBuffer().get(array);
      arrays.add(array);
    }
    return new NetworkState(arrays);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkState state
        && Arrays.deepEquals(arrays.toArray(), state.arrays.toArray());
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(arrays.toArray());
  }
}
