package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import cbd.training.network.Layout;
import cbd.training.network.Layout.Initial;
import cbd.training.network.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * CBD's critic D(r, z): dropout, Linear 2d→d, leaky ReLU of slope 0.01, dropout, Linear d→1. It is
 * trained to tell pairs of embeddings of one image from pairs of two.
 */
final class Critic implements AutoCloseable {
  static final float SLOPE = 0.01f;

  private final Parameters parameters;

  /** With PyTorch's first values of a linear layer, U(±1/√inputs), from {@code random}. */
  Critic(NDManager parent, int embeddingWidth, RandomGenerator random) {
    Layout layout = new Layout();
    addLinear(layout, "l_in", 2 * embeddingWidth, embeddingWidth);
    addLinear(layout, "l_out", embeddingWidth, 1);
    parameters = layout.draw(parent, random);
  }

  private static void addLinear(Layout layout, String name, int in, int out) {
    Initial initial = Initial.uniform(1 / StrictMath.sqrt(in));
    layout.add(name + ".weight", initial, out, in);
    layout.add(name + ".bias", initial, out);
  }

  Parameters parameters() {
    return parameters;
  }

  /**
   * Scores pairs.
   *
   * @param p the parameters as constants or as variables
   * @param pairs [m, 2d]
   * @return [m, 1]
   */
  static NDArray score(List<NDArray> p, NDArray pairs, Dropout dropout) {
    NDArray hidden = Linear.linear(dropout.apply(pairs), p.get(0), p.get(1)).singletonOrThrow();
    NDArray active = Activation.leakyRelu(hidden, SLOPE);
    return Linear.linear(dropout.apply(active), p.get(2), p.get(3)).singletonOrThrow();
  }

  @Override
  public void close() {
    parameters.close();
  }
}
