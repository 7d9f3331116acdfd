package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Named parameters laid end to end in one flat array, so that an optimiser's step is a handful of
 * native calls however many there are. Not thread-safe.
 *
 * <p>Gradients bypass DJL's {@code GradientCollector}, of which a JVM can have only one at a time:
 * two trials may train in two threads.
 */
public final class Parameters implements AutoCloseable {
  private final NDManager manager;
  private final NDArray flat;
  private final NDArray leaf;
  private final Layout layout;
  private final List<NDArray> views;

  Parameters(NDManager parent, Layout layout, float[] values) {
    this.layout = layout;
    manager = parent.newSubManager();
    manager.setName("parameters");
    // A copy, since what is made from Java numbers stays in a Java buffer, which views do not keep.
    try (NDArray javaBuffer = manager.create(values)) {
      flat = javaBuffer.duplicate();
    }
    // Shares flat's storage. Only the leaf takes part in recorded operations and only flat is
    // written to, which spares switching the recording off around each update.
    leaf = flat.stopGradient();
    leaf.setRequiresGradient(true);
    views = layout.views(flat);
    manager.cap();
  }

  /** Numbers in all. */
  public long count() {
    return flat.size();
  }

  /** All parameters end to end, [count], live: what is written to it, the network computes with. */
  public NDArray flat() {
    return flat;
  }

  /** Each parameter by its PyTorch name, in the network's order, as a live view. */
  public Map<String, NDArray> byName() {
    return layout.named(views);
  }

  /** Which number of {@link #flat} is which. */
  public Layout layout() {
    return layout;
  }

  /** The parameters in order, as live views that no operation on them is recorded for. */
  public List<NDArray> constants() {
    return views;
  }

  /**
   * The parameters in order; operations on them are recorded until {@link #gradientOf}.
   *
   * @param step owns the views and all that is computed from them
   */
  public List<NDArray> variables(NDManager step) {
    JniUtils.setGradMode(true);
    leaf.tempAttach(step);
    return layout.views(leaf);
  }

  /**
   * Has operations recorded again, after the gradient of something else was taken in the midst of
   * computing from {@link #variables}.
   */
  public void resumeRecording() {
    JniUtils.setGradMode(true);
  }

  /**
   * The gradient of a scalar computed from {@link #variables}.
   *
   * @return [count], in the order of {@link #flat}; owned by the step and overwritten by the next
   */
  public NDArray gradientOf(NDArray loss) {
    JniUtils.zeroGrad((PtNDArray) leaf);
    JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);
    JniUtils.setGradMode(false);
    return leaf.getGradient();
  }

  /**
   * The gradients of a scalar computed from the {@link #variables} of several networks.
   *
   * @return of each network's parameters, as {@link #gradientOf} has it
   */
  public static List<NDArray> gradientsOf(NDArray loss, Parameters... networks) {
    for (Parameters network : networks) {
      JniUtils.zeroGrad((PtNDArray) network.leaf);
    }
    JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);
    JniUtils.setGradMode(false);
    return Stream.of(networks).map(network -> network.leaf.getGradient()).toList();
  }

  @Override
  public void close() {
    manager.close();
  }
}
