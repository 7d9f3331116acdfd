package cbd.training.checkpoint;

import ai.djl.ndarray.NDArray;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.NetworkState;
import cbd.training.optimizer.Optimizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/** State that lives in native arrays. */
public final class Savables {
  private Savables() {}

  /** A network's parameters and running statistics, and how many batches moved these. */
  public static Savable network(FeatureNetwork network) {
    return new Savable() {
      @Override
      public void write(DataOutputStream out) throws IOException {
        NetworkState.of(network).write(out);
        out.writeLong(network.trackedBatches());
      }

      @Override
      public void read(DataInputStream in) throws IOException {
        NetworkState state = NetworkState.read(in);
        long batches = in.readLong();
        try {
          state.restore(network);
        } catch (IllegalArgumentException e) {
          throw new IOException("it holds another network", e);
        }
        network.trackBatches(batches - network.trackedBatches());
      }
    };
  }

  /** An optimiser's moments and its count of steps; its learning rate is set by each epoch. */
  public static Savable optimizer(Optimizer optimizer) {
    List<NDArray> moments = List.copyOf(new TreeMap<>(optimizer.state()).values());
    return new Savable() {
      @Override
      public void write(DataOutputStream out) throws IOException {
        arrays(moments).write(out);
        out.writeLong(optimizer.steps());
      }

      @Override
      public void read(DataInputStream in) throws IOException {
        arrays(moments).read(in);
        optimizer.resumeAt(in.readLong());
      }
    };
  }

  /** An array. */
  public static Savable array(NDArray live) {
    return arrays(List.of(live));
  }

  /** Arrays; at least one. */
  public static Savable arrays(List<NDArray> live) {
    return new Savable() {
      @Override
      public void write(DataOutputStream out) throws IOException {
        NetworkState.of(live).write(out);
      }

      @Override
      public void read(DataInputStream in) throws IOException {
        try {
          NetworkState.read(in).restore(live);
        } catch (IllegalArgumentException e) {
          throw new IOException("it holds other arrays", e);
        }
      }
    };
  }
}
