package cbd.training.network;

import cbd.training.network.Layout.Initial;

/**
 * Batch normalisation with PyTorch's settings.
 *
 * @param gamma index of the factor among the parameters, beta's is the next
 * @param mean index of the running mean among the statistics, the running variance's is the next
 */
public record BatchNormalization(int gamma, int mean) {
  /** What the running statistics move by at each batch. */
  public static final double MOMENTUM = 0.1;

  /** Added to the variance. */
  public static final double EPSILON = 1e-5;

  static BatchNormalization add(Layout parameters, Layout statistics, String name, int channels) {
    int gamma = parameters.add(name + ".weight", Initial.ONE, channels);
    parameters.add(name + ".bias", Initial.ZERO, channels);
    int mean = statistics.add(name + ".running_mean", Initial.ZERO, channels);
    statistics.add(name + ".running_var", Initial.ONE, channels);
    return new BatchNormalization(gamma, mean);
  }

  /** Followed by ReLU, as everywhere in a pre-activation network. */
  <T> T activate(Ops<T> ops, T x) {
    return ops.relu(ops.batchNorm(x, this));
  }
}
