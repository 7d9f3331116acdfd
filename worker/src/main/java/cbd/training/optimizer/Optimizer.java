package cbd.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Moves parameters against a gradient. Not thread-safe. */
public interface Optimizer extends AutoCloseable {

  /** Sets the learning rate of the steps to come. */
  void learningRate(double rate);

  /**
   * One step, in place.
   *
   * @param gradient of the same shape as the parameters; destroyed
   */
  void step(NDArray gradient);

  /** What a later step depends on besides the parameters and {@link #steps}, by name, live. */
  Map<String, NDArray> state();

  /** Steps taken. */
  long steps();

  /** Counts on from this many steps; {@link #state} must be what it was after them. */
  void resumeAt(long steps);

  /** Frees the state. */
  @Override
  void close();
}
