package cbd.training.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.training.network.NetworkState;
import cbd.training.random.SplitMix;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The two networks that give an image its trigger: x' = x + (P − x)·M, all in 0..1. */
final class InputAwareTrigger implements AutoCloseable {
  private static final int COLOURS = 3;

  private final TriggerNetwork mask;
  private final TriggerNetwork pattern;

  /** With untrained networks. */
  InputAwareTrigger(NDManager parent, long seed) {
    mask = new TriggerNetwork(parent, 1, SplitMix.at(seed, "mask network"));
    pattern = new TriggerNetwork(parent, COLOURS, SplitMix.at(seed, "pattern network"));
  }

  TriggerNetwork mask() {
    return mask;
  }

  TriggerNetwork pattern() {
    return pattern;
  }

  /** M of images, [n, 1, h, w]; of the frozen mask network. */
  NDArray masks(NDArray images) {
    return TriggerNetwork.threshold(mask.forward(images));
  }

  /**
   * Stamps triggers with frozen networks.
   *
   * @param images [n, 3, h, w], 0..1
   * @param sources the images whose triggers these get; the same for their own
   */
  NDArray stamped(NDArray images, NDArray sources) {
    return mixed(images, pattern.forward(sources), masks(sources));
  }

  /** x + (P − x)·M. */
  static NDArray mixed(NDArray images, NDArray patterns, NDArray masks) {
    return images.add(patterns.sub(images).mul(masks));
  }

  /** Both networks' numbers. */
  record State(NetworkState mask, NetworkState pattern) {
    void write(DataOutputStream out) throws IOException {
      mask.write(out);
      pattern.write(out);
    }

    static State read(DataInputStream in) throws IOException {
      return new State(NetworkState.read(in), NetworkState.read(in));
    }
  }

  State state() {
    return new State(mask.state(), pattern.state());
  }

  void restore(State state) {
    mask.restore(state.mask());
    pattern.restore(state.pattern());
  }

  @Override
  public void close() {
    mask.close();
    pattern.close();
  }
}
