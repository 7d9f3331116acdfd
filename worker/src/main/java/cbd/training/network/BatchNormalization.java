package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import cbd.training.network.Layout.Initial;

/**
 * Batch normalisation followed by ReLU, as everywhere in a pre-activation network.
 *
 * <p>Calls the engine directly: DJL's front passes momentum and epsilon on as rounded floats, and
 * makes a manager and two views for each call.
 *
 * @param gamma index of the factor, beta's is the next
 * @param mean index of the running mean, the running variance's is the next
 */
record BatchNormalization(int gamma, int mean) {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  static BatchNormalization add(
      Layout layout, RunningStatistics statistics, String name, int channels) {
    int gamma = layout.add(name + ".weight", Initial.ONE, channels);
    layout.add(name + ".bias", Initial.ZERO, channels);
    return new BatchNormalization(gamma, statistics.add(name, channels));
  }

  /** Shape stays: [n, channels, h, w]. */
  NDArray activate(NDArray x, Pass pass) {
    NDArray normal =
        JniUtils.batchNorm(
            (PtNDArray) x,
            (PtNDArray) pass.statistics().get(mean),
            (PtNDArray) pass.statistics().get(mean + 1),
            (PtNDArray) pass.parameters().get(gamma),
            (PtNDArray) pass.parameters().get(gamma + 1),
            pass.batchStatistics(),
            MOMENTUM,
            EPSILON);
    return Activation.relu(normal);
  }
}
