package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.StepClock.Part;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.optimizer.Optimizer;
import java.util.function.IntToDoubleFunction;

/** Minimises the mean cross-entropy: ordinary training, and CBD's backdoored model. */
final class PlainStep implements Step {
  private final FeatureNetwork network;
  private final Optimizer optimizer;
  private final IntToDoubleFunction rates;

  /** The rates are those of 0-based epochs. */
  PlainStep(FeatureNetwork network, Optimizer optimizer, IntToDoubleFunction rates) {
    this.network = network;
    this.optimizer = optimizer;
    this.rates = rates;
  }

  @Override
  public void begin(int epoch) {
    optimizer.learningRate(rates.applyAsDouble(epoch - 1));
  }

  @Override
  public Outcome take(Batch batch, StepClock clock) {
    NDArray logits = network.forward(batch.images(), Mode.LEARN).logits();
    NDArray loss = CrossEntropy.perImage(logits, batch.labels()).mean();
    clock.mark(Part.FORWARD, loss);
    NDArray gradient = network.parameters().gradientOf(loss);
    clock.mark(Part.BACKWARD, gradient);
    optimizer.step(gradient);
    return Outcome.of(loss);
  }
}
