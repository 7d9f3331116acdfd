package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The running means and variances of a network's batch normalisations: state, not parameters. */
final class RunningStatistics {
  private final NDManager manager;
  private final Map<String, NDArray> named = new LinkedHashMap<>();

  RunningStatistics(NDManager manager) {
    this.manager = manager;
  }

  /** Adds mean 0 and, after it, variance 1; returns the mean's index in {@link #inOrder}. */
  int add(String name, int channels) {
    int index = named.size();
    named.put(name + ".running_mean", manager.zeros(new Shape(channels)));
    named.put(name + ".running_var", manager.ones(new Shape(channels)));
    return index;
  }

  List<NDArray> inOrder() {
    return List.copyOf(named.values());
  }

  Map<String, NDArray> byName() {
    return Collections.unmodifiableMap(named);
  }
}
