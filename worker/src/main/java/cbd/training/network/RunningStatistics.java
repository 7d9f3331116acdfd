package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.training.random.SplitMix;
import java.util.List;
import java.util.Map;

/**
 * The running means and variances of a network's batch normalisations, end to end in one flat
 * array: state, not parameters.
 */
final class RunningStatistics {
  private final Layout layout;
  private final NDArray flat;
  private final List<NDArray> views;

  RunningStatistics(NDManager manager, Layout layout) {
    this.layout = layout;
    // First values of statistics are constants, which draw nothing.
    float[] values = layout.values(new SplitMix(0));
    try (NDArray javaBuffer = manager.create(values)) {
      flat = javaBuffer.duplicate();
    }
    views = layout.views(flat);
  }

  NDArray flat() {
    return flat;
  }

  List<NDArray> inOrder() {
    return views;
  }

  Map<String, NDArray> byName() {
    return layout.named(views);
  }
}
