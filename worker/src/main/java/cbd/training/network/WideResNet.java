package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import cbd.training.network.Layout.Initial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * WRN-depth-widen (Zagoruyko and Komodakis, 2016) as the CBD authors build it: three groups of
 * pre-activation blocks with widths 16, 32, 64 times {@code widen} at strides 1, 2, 2; where a
 * block changes the width, its skip is a 1×1 convolution of the <em>activated</em> input. The
 * embedding is the mean over the positions of the last group's activation.
 *
 * <p>Parameter names are those of the authors' PyTorch code.
 */
final class WideResNet implements FeatureNetwork {
  private final NDManager manager;
  private final Parameters parameters;
  private final Map<String, NDArray> buffers;
  private final List<NDArray> running;
  private final Convolution stem;
  private final List<Block> blocks = new ArrayList<>();
  private final BatchNormalization tail;
  private final int weight;
  private final int bias;
  private final int embeddingWidth;
  private final int classes;
  private long trackedBatches;

  WideResNet(NDManager parent, int depth, int widen, int classes, RandomGenerator random) {
    if ((depth - 4) % 6 != 0 || depth < 10) {
      throw new IllegalArgumentException(
          "depth must be 6n + 4 with n at least 1, but was " + depth);
    }
    this.classes = classes;
    manager = parent.newSubManager();
    manager.setName("running statistics");
    Layout layout = new Layout();
    RunningStatistics statistics = new RunningStatistics(manager);
    stem = Convolution.add(layout, "conv1", 3, 16, 3, 1);
    int in = 16;
    for (int group = 1; group <= 3; group++) {
      int out = (16 << (group - 1)) * widen;
      for (int i = 0; i < (depth - 4) / 6; i++) {
        int stride = i == 0 && group > 1 ? 2 : 1;
        blocks.add(Block.add(layout, statistics, "block" + group + ".layer." + i, in, out, stride));
        in = out;
      }
    }
    embeddingWidth = in;
    tail = BatchNormalization.add(layout, statistics, "bn1", in);
    weight = layout.add("fc.weight", Initial.uniform(1 / StrictMath.sqrt(in)), classes, in);
    bias = layout.add("fc.bias", Initial.ZERO, classes);
    parameters = layout.draw(manager, random);
    buffers = statistics.byName();
    running = statistics.inOrder();
    manager.cap();
  }

  @Override
  public Output forward(NDArray images, Mode mode) {
    List<NDArray> p =
        mode == Mode.LEARN ? parameters.variables(images.getManager()) : parameters.constants();
    Pass pass = new Pass(p, running, mode != Mode.EVALUATE);
    trackedBatches += mode == Mode.EVALUATE ? 0 : 1;
    NDArray x = stem.apply(images, pass);
    for (Block block : blocks) {
      x = block.apply(x, pass);
    }
    NDArray activated = tail.activate(x, pass);
    Shape shape = activated.getShape();
    Shape whole = new Shape(shape.get(2), shape.get(3));
    NDArray pooled = Pool.avgPool2d(activated, whole, whole, new Shape(0, 0), false, true);
    NDArray embedding = pooled.reshape(shape.get(0), embeddingWidth);
    NDArray logits = Linear.linear(embedding, p.get(weight), p.get(bias)).singletonOrThrow();
    return new Output(embedding, logits);
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Map<String, NDArray> buffers() {
    return buffers;
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
    return embeddingWidth;
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
