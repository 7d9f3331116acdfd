package cbd.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Training;
import java.util.Map;

/**
 * Stochastic gradient descent with Nesterov momentum and weight decay, as {@code torch.optim.SGD}
 * has it: g ← g + λw; b ← μb + g; w ← w − η(g + μb). The learning rate stays outside b, so that a
 * change of it leaves the momentum as it is.
 */
public final class NesterovSgd implements Optimizer {
  private final NDManager manager;
  private final NDArray parameters;
  private final NDArray momentumBuffer;
  private final double momentum;
  private final double weightDecay;
  private double rate;
  private long steps;

  /**
   * Starts with an empty momentum buffer.
   *
   * @param parent the manager below which the state lives
   * @param parameters what is moved, float or double
   * @param momentum μ, 0..1
   * @param weightDecay λ, at least 0
   */
  public NesterovSgd(
      NDManager parent, NDArray parameters, double rate, double momentum, double weightDecay) {
    this.parameters = parameters;
    this.rate = rate;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    manager = parent.newSubManager();
    manager.setName("SGD state");
    // PyTorch begins with b ← g; zeros come to the same, as μ·0 + g = g.
    momentumBuffer = manager.zeros(parameters.getShape(), parameters.getDataType());
    manager.cap();
  }

  /** With the momentum and the weight decay of the settings, at their first learning rate. */
  public static NesterovSgd of(NDManager parent, NDArray parameters, Training settings) {
    return new NesterovSgd(
        parent, parameters, settings.learningRate(), settings.momentum(), settings.weightDecay());
  }

  @Override
  public void learningRate(double rate) {
    this.rate = rate;
  }

  /** η of the steps to come. */
  public double learningRate() {
    return rate;
  }

  /** b, live. */
  public NDArray velocity() {
    return momentumBuffer;
  }

  /** Counts a step that a program takes, which moves parameters and b by itself. */
  public void countStep() {
    steps++;
  }

  @Override
  public void step(NDArray gradient) {
    NDManager step = gradient.getManager();
    step.tempAttachAll(parameters, momentumBuffer);
    gradient.addi(parameters.mul(weightDecay));
    momentumBuffer.muli(momentum).addi(gradient);
    gradient.addi(momentumBuffer.mul(momentum));
    parameters.subi(gradient.muli(rate));
    steps++;
  }

  @Override
  public Map<String, NDArray> state() {
    return Map.of("momentum_buffer", momentumBuffer);
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public void resumeAt(long steps) {
    this.steps = steps;
  }

  @Override
  public void close() {
    manager.close();
  }
}
