package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.BatchNorm;
import cbd.training.network.Layout.Initial;

/**
 * Batch normalisation followed by ReLU, as everywhere in a pre-activation network.
 *
 * @param gamma index of the factor, beta's is the next
 * @param mean index of the running mean, the running variance's is the next
 */
record BatchNormalization(int gamma, int mean) {
  /** DJL's momentum is the share that stays; PyTorch's default of 0.1 is the share that is new. */
  private static final float MOMENTUM = 0.9f;

  private static final float EPSILON = 1e-5f;

  static BatchNormalization add(
      Layout layout, RunningStatistics statistics, String name, int channels) {
    int gamma = layout.add(name + ".weight", Initial.ONE, channels);
    layout.add(name + ".bias", Initial.ZERO, channels);
    return new BatchNormalization(gamma, statistics.add(name, channels));
  }

  /** Shape stays: [n, channels, h, w]. */
  NDArray activate(NDArray x, Pass pass) {
    NDArray normal =
        BatchNorm.batchNorm(
                x,
                pass.statistics().get(mean),
                pass.statistics().get(mean + 1),
                pass.parameters().get(gamma),
                pass.parameters().get(gamma + 1),
                1,
                MOMENTUM,
                EPSILON,
                pass.batchStatistics())
            .singletonOrThrow();
    return Activation.relu(normal);
  }
}
