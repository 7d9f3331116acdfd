package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Computes each operation as it is called. Results belong to the manager of their first input.
 *
 * @param parameters in the order of the network's layout
 * @param statistics running means and variances, in the order of theirs
 * @param batchStatistics whether batch normalisation uses the batch's own and moves the running
 *     ones
 */
record EagerOps(List<NDArray> parameters, List<NDArray> statistics, boolean batchStatistics)
    implements Ops<NDArray> {

  @Override
  public NDArray standardize(NDArray x, int mean) {
    return x.sub(statistics.get(mean)).div(statistics.get(mean + 1));
  }

  @Override
  public NDArray convolution(NDArray x, Convolution convolution) {
    Shape stride = new Shape(convolution.stride(), convolution.stride());
    Shape padding = new Shape(convolution.padding(), convolution.padding());
    return Conv2d.conv2d(x, parameters.get(convolution.weight()), null, stride, padding)
        .singletonOrThrow();
  }

  /**
   * Calls the engine directly: DJL's front passes momentum and epsilon on as rounded floats, and
   * makes a manager and two views for each call.
   */
  @Override
  public NDArray batchNorm(NDArray x, BatchNormalization normalization) {
    return JniUtils.batchNorm(
        (PtNDArray) x,
        (PtNDArray) statistics.get(normalization.mean()),
        (PtNDArray) statistics.get(normalization.mean() + 1),
        (PtNDArray) parameters.get(normalization.gamma()),
        (PtNDArray) parameters.get(normalization.gamma() + 1),
        batchStatistics,
        BatchNormalization.MOMENTUM,
        BatchNormalization.EPSILON);
  }

  @Override
  public NDArray relu(NDArray x) {
    return Activation.relu(x);
  }

  @Override
  public NDArray add(NDArray a, NDArray b) {
    return a.add(b);
  }

  @Override
  public NDArray maxPool(NDArray x, int kernel, int stride, int padding) {
    return Pool.maxPool2d(
        x,
        new Shape(kernel, kernel),
        new Shape(stride, stride),
        new Shape(padding, padding),
        false);
  }

  @Override
  public NDArray globalAveragePool(NDArray x) {
    Shape shape = x.getShape();
    Shape whole = new Shape(shape.get(2), shape.get(3));
    return Pool.avgPool2d(x, whole, whole, new Shape(0, 0), false, true)
        .reshape(shape.get(0), shape.get(1));
  }

  @Override
  public NDArray linear(NDArray x, int weight, int bias) {
    return Linear.linear(x, parameters.get(weight), parameters.get(bias)).singletonOrThrow();
  }
}
