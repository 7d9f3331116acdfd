package cbd.training.network;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * A classifier whose embedding can be had beside its logits. Not thread-safe: one trainer, one
 * thread.
 */
public interface FeatureNetwork extends AutoCloseable {

  /** What a forward pass is for. */
  enum Mode {
    /**
     * Batch statistics, which also move the running ones; operations are recorded for a gradient.
     */
    LEARN,
    /** Batch statistics, which also move the running ones; nothing is recorded. */
    OBSERVE,
    /** Running statistics, left as they are; nothing is recorded. */
    EVALUATE
  }

  /**
   * What a network says about n images.
   *
   * @param embedding [n, embeddingWidth], float
   * @param logits [n, classes], float
   */
  record Output(NDArray embedding, NDArray logits) {}

  /**
   * Runs the network. All results belong to the manager of {@code images}.
   *
   * @param images [n, 3, height, width], float, 0..1
   */
  Output forward(NDArray images, Mode mode);

  /** What training moves. */
  Parameters parameters();

  /** Batch normalisation's running statistics by their PyTorch names, live. */
  Map<String, NDArray> buffers();

  /**
   * How many batches have moved the running statistics; PyTorch's {@code num_batches_tracked}, one
   * number for all of a network's batch normalisations. 0 in a network that has none.
   */
  default long trackedBatches() {
    return 0;
  }

  /** Counts batches that moved the running statistics otherwise than by {@link #forward}. */
  default void trackBatches(long batches) {}

  /** Components of the embedding. */
  int embeddingWidth();

  /** Classes. */
  int classes();

  /** Frees the native memory. */
  @Override
  void close();
}
