package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.Layout;
import cbd.training.network.Parameters;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A network small enough to check by hand: embedding ReLU(x Wᵀ), logits embedding · Vᵀ. */
final class TinyNetwork implements FeatureNetwork {
  private final Parameters parameters;
  private final int width;
  private final int classes;

  /** W is [width, width], V is [classes, width], both row by row. */
  TinyNetwork(NDManager parent, int width, float[] w, float[] v) {
    this.width = width;
    classes = v.length / width;
    Layout layout = new Layout();
    layout.add("w", given(w), width, width);
    layout.add("v", given(v), classes, width);
    parameters = layout.draw(parent, new SplittableRandom(0));
  }

  /** A rule that gives values in order. */
  static Layout.Initial given(float... values) {
    int[] next = {0};
    return random -> values[next[0]++];
  }

  @Override
  public Output forward(NDArray images, Mode mode) {
    List<NDArray> p =
        mode == Mode.LEARN ? parameters.variables(images.getManager()) : parameters.constants();
    NDArray embedding = Activation.relu(Linear.linear(images, p.get(0)).singletonOrThrow());
    return new Output(embedding, Linear.linear(embedding, p.get(1)).singletonOrThrow());
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Map<String, NDArray> buffers() {
    return Map.of();
  }

  @Override
  public int embeddingWidth() {
    return width;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public void close() {
    parameters.close();
  }
}
