package cbd.training.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import cbd.training.network.Layout;
import cbd.training.network.Layout.Initial;
import cbd.training.network.NetworkState;
import cbd.training.network.Parameters;
import cbd.training.random.SplitMix;
import java.util.List;

/**
 * A network of the input-aware attack (Nguyen and Tran, 2020), from image to trigger: three times
 * two convolutions and a maximum over 2×2, one more, and back up again by bilinear interpolation;
 * no skips. The pattern network has 3 channels out and 723,273 parameters, the mask network 1 and
 * 722,691.
 */
final class TriggerNetwork implements AutoCloseable {
  /** Channels of each convolution's input and output, going down. */
  private static final int[][] DOWN = {
    {3, 32}, {32, 32}, {32, 64}, {64, 64}, {64, 128}, {128, 128}
  };

  private static final int[][] MIDDLE_AND_UP = {
    {128, 128}, {128, 128}, {128, 64}, {64, 64}, {64, 32}, {32, 32}
  };
  private static final double MOMENTUM = 0.05;
  private static final double EPSILON = 1e-5;

  /** Convolution weight and bias, factor and shift of the normalisation. */
  private static final int ARRAYS_PER_LAYER = 4;

  private final Parameters parameters;
  private final Parameters statistics;

  /**
   * Draws the first parameters as PyTorch does.
   *
   * @param channelsOut 3 for patterns, 1 for masks
   */
  TriggerNetwork(NDManager parent, int channelsOut, SplitMix random) {
    Layout layout = new Layout();
    Layout running = new Layout();
    for (int[] channels : DOWN) {
      add(layout, running, channels[0], channels[1]);
    }
    for (int[] channels : MIDDLE_AND_UP) {
      add(layout, running, channels[0], channels[1]);
    }
    add(layout, running, 32, channelsOut);
    parameters = layout.draw(parent, random);
    statistics = running.draw(parent, random);
  }

  private static void add(Layout layout, Layout running, int in, int out) {
    String name = "layer" + layout.entries().size() / ARRAYS_PER_LAYER;
    Initial initial = Initial.uniform(1 / StrictMath.sqrt(9.0 * in));
    layout.add(name + ".conv.weight", initial, out, in, 3, 3);
    layout.add(name + ".conv.bias", initial, out);
    layout.add(name + ".bn.weight", Initial.ONE, out);
    layout.add(name + ".bn.bias", Initial.ZERO, out);
    running.add(name + ".bn.running_mean", Initial.ZERO, out);
    running.add(name + ".bn.running_var", Initial.ONE, out);
  }

  /**
   * The frozen network's output, in (0, 1), for images of any height and width of at least 8.
   *
   * @param images [n, 3, h, w], 0..1
   * @return [n, channelsOut, h, w]
   */
  NDArray forward(NDArray images) {
    return forward(images, parameters.constants(), false);
  }

  /**
   * The output in training: batch statistics are used and moved.
   *
   * @param variables of {@link #parameters}, once for all passes of a step
   */
  NDArray forward(NDArray images, List<NDArray> variables) {
    return forward(images, variables, true);
  }

  private NDArray forward(NDArray images, List<NDArray> p, boolean learn) {
    Shape[] sizes = new Shape[3];
    NDArray x = images;
    int layer = 0;
    for (int level = 0; level < 3; level++) {
      x = activated(p, layer++, x, learn);
      x = activated(p, layer++, x, learn);
      sizes[level] = x.getShape();
      Shape two = new Shape(2, 2);
      x = Pool.maxPool2d(x, two, two, new Shape(0, 0), false);
    }
    x = activated(p, layer++, x, learn);
    for (int level = 2; level >= 0; level--) {
      x = Upsampling.bilinear(x, sizes[level].get(2), sizes[level].get(3));
      x = activated(p, layer++, x, learn);
      x = level == 0 ? normalized(p, layer++, x, learn) : activated(p, layer++, x, learn);
    }
    return squashed(x);
  }

  /** tanh(x) / (2 + 1e-7) + 0.5, as the authors have it. */
  static NDArray squashed(NDArray x) {
    return x.tanh().div(2 + 1e-7).add(0.5);
  }

  /** τ, which makes a mask of a mask network's output: nearly 0 below ½, nearly 1 above. */
  static NDArray threshold(NDArray output) {
    return squashed(output.sub(0.5).mul(20));
  }

  private NDArray activated(List<NDArray> p, int layer, NDArray x, boolean learn) {
    return Activation.relu(normalized(p, layer, x, learn));
  }

  private NDArray normalized(List<NDArray> p, int layer, NDArray x, boolean learn) {
    int first = ARRAYS_PER_LAYER * layer;
    Shape one = new Shape(1, 1);
    NDArray convolved =
        Conv2d.conv2d(x, p.get(first), p.get(first + 1), one, one).singletonOrThrow();
    return JniUtils.batchNorm(
        (PtNDArray) convolved,
        (PtNDArray) statistics.constants().get(2 * layer),
        (PtNDArray) statistics.constants().get(2 * layer + 1),
        (PtNDArray) p.get(first + 2),
        (PtNDArray) p.get(first + 3),
        learn,
        MOMENTUM,
        EPSILON);
  }

  Parameters parameters() {
    return parameters;
  }

  /** Batch normalisation's running statistics. */
  Parameters statistics() {
    return statistics;
  }

  NetworkState state() {
    return NetworkState.of(live());
  }

  void restore(NetworkState state) {
    state.restore(live());
  }

  private List<NDArray> live() {
    return List.of(parameters.flat(), statistics.flat());
  }

  @Override
  public void close() {
    parameters.close();
    statistics.close();
  }
}
