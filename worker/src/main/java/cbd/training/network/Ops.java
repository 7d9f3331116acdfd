package cbd.training.network;

/**
 * The operations of which networks are made. A network's body is written once against them; what a
 * body does with them is up to the implementation: {@link EagerOps} computes at once, and is the
 * readable reference; another one may write a program.
 *
 * <p>Layers name their parameters and running statistics by index into the network's two {@link
 * Layout}s.
 *
 * @param <T> what flows: [n, channels, height, width] until it is pooled, then [n, width]
 */
public interface Ops<T> {

  /**
   * (x − mean) / deviation, channel by channel; shape stays.
   *
   * @param mean index of the means among the statistics, the deviations' is the next
   */
  T standardize(T x, int mean);

  /** [n, in, h, w] → [n, out, h / stride, w / stride], rounded up. */
  T convolution(T x, Convolution convolution);

  /** Normalises each channel; shape stays. */
  T batchNorm(T x, BatchNormalization normalization);

  /** max(x, 0); shape stays. */
  T relu(T x);

  /** Sum of two of the same shape. */
  T add(T a, T b);

  /** The largest of each window; padding counts as −∞. */
  T maxPool(T x, int kernel, int stride, int padding);

  /** [n, c, h, w] → [n, c], the mean over the positions. */
  T globalAveragePool(T x);

  /**
   * x · Wᵀ + b, [n, in] → [n, out].
   *
   * @param weight index of W, [out, in]
   * @param bias index of b, [out]
   */
  T linear(T x, int weight, int bias);
}
