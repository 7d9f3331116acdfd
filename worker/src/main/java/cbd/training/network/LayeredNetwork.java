package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A body with numbers in it: the flat array of its parameters, that of its running statistics, and
 * the two layouts that say which number is which.
 */
public final class LayeredNetwork implements FeatureNetwork {
  private final NDManager manager;
  private final Body body;
  private final int classes;
  private final Parameters parameters;
  private final Layout statisticsLayout;
  private final RunningStatistics statistics;
  private long trackedBatches;

  /**
   * Draws the first parameters.
   *
   * @param parent the manager below which the arrays live; names the device
   * @param layout the parameters the body names
   * @param statistics the running statistics the body names
   */
  LayeredNetwork(
      NDManager parent,
      Body body,
      Layout layout,
      Layout statistics,
      int classes,
      RandomGenerator random) {
    this.body = body;
    this.classes = classes;
    this.statisticsLayout = statistics;
    manager = parent.newSubManager();
    manager.setName("network");
    parameters = layout.draw(manager, random);
    this.statistics = new RunningStatistics(manager, statistics);
    manager.cap();
  }

  @Override
  public Output forward(NDArray images, Mode mode) {
    List<NDArray> p =
        mode == Mode.LEARN ? parameters.variables(images.getManager()) : parameters.constants();
    EagerOps ops = new EagerOps(p, statistics.inOrder(), mode != Mode.EVALUATE);
    trackedBatches += mode == Mode.EVALUATE ? 0 : 1;
    Body.Features<NDArray> features = body.apply(ops, images);
    return new Output(features.embedding(), features.logits());
  }

  /** The layers. */
  public Body body() {
    return body;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  /** All running statistics end to end, live, as {@link Parameters#flat} has the parameters. */
  public NDArray statistics() {
    return statistics.flat();
  }

  /** Which number of {@link #statistics} is which. */
  public Layout statisticsLayout() {
    return statisticsLayout;
  }

  @Override
  public Map<String, NDArray> buffers() {
    return statistics.byName();
  }

  @Override
  public long trackedBatches() {
    return trackedBatches;
  }

  @Override
  public void trackBatches(long batches) {
    trackedBatches += batches;
  }

  @Override
  public int embeddingWidth() {
    return body.embeddingWidth();
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public void close() {
    manager.close();
  }
}
