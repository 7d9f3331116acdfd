package cbd.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * Adam (Kingma and Ba, 2015), by default with β 0.9 and 0.999, and ε 1e-8, placed as {@code
 * torch.optim.Adam} places them: w ← w − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). DJL's leaves ε
 * uncorrected, which matters where gradients are as small as those of CBD's critic.
 */
public final class Adam implements Optimizer {
  /** Decay of the running mean unless another is given. */
  public static final double BETA1 = 0.9;

  /** Decay of the running mean of squares unless another is given. */
  public static final double BETA2 = 0.999;

  /** Added to the denominator. */
  public static final double EPSILON = 1e-8;

  private final double beta1;
  private final double beta2;
  private final NDManager manager;
  private final NDArray parameters;
  private final NDArray mean;
  private final NDArray square;
  private double rate;
  private long steps;

  /**
   * Starts with empty moments.
   *
   * @param parent the manager below which the state lives
   * @param parameters what is moved, float or double
   */
  public Adam(NDManager parent, NDArray parameters, double rate) {
    this(parent, parameters, rate, BETA1, BETA2);
  }

  /** With other decay rates of the moments, 0 to below 1. */
  public Adam(NDManager parent, NDArray parameters, double rate, double beta1, double beta2) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.parameters = parameters;
    this.rate = rate;
    manager = parent.newSubManager();
    manager.setName("Adam state");
    mean = manager.zeros(parameters.getShape(), parameters.getDataType());
    square = manager.zeros(parameters.getShape(), parameters.getDataType());
    manager.cap();
  }

  @Override
  public void learningRate(double rate) {
    this.rate = rate;
  }

  /** The running mean of the gradients, live. */
  public NDArray mean() {
    return mean;
  }

  /** The running mean of their squares, live. */
  public NDArray square() {
    return square;
  }

  /**
   * The factors that depend on how many steps there were.
   *
   * @param rate η / (1 − β₁ᵗ)
   * @param root √(1 − β₂ᵗ)
   */
  public record Corrections(double rate, double root) {}

  /** Counts a step that a program takes, which moves parameters and moments by itself. */
  public Corrections countStep() {
    steps++;
    return new Corrections(
        rate / (1 - StrictMath.pow(beta1, (double) steps)),
        StrictMath.sqrt(1 - StrictMath.pow(beta2, (double) steps)));
  }

  @Override
  public void step(NDArray gradient) {
    NDManager step = gradient.getManager();
    step.tempAttachAll(parameters, mean, square);
    Corrections corrections = countStep();
    mean.muli(beta1).addi(gradient.mul(1 - beta1));
    square.muli(beta2).addi(gradient.mul(gradient).muli(1 - beta2));
    NDArray denominator = square.sqrt().divi(corrections.root()).addi(EPSILON);
    parameters.subi(mean.div(denominator).muli(corrections.rate()));
  }

  @Override
  public Map<String, NDArray> state() {
    return Map.of("exp_avg", mean, "exp_avg_sq", square);
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
