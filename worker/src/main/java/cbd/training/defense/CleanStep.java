package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.Batches.Pass;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.FeatureNetwork.Output;
import cbd.training.optimizer.Optimizer;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Trains CBD's clean model: cross-entropy, weighted by what the backdoored model finds hard, plus
 * the dependence of the two embeddings as the critic sees it.
 */
final class CleanStep implements Step {
  private final FeatureNetwork backdoored;
  private final FeatureNetwork clean;
  private final Optimizer optimizer;
  private final IntToDoubleFunction rates;
  private final SampleWeights weights;
  private final @Nullable Opponent opponent;

  /**
   * The critic, and how much its estimate counts in the loss.
   *
   * @param miWeight factor on the estimate
   */
  record Opponent(Critic critic, Dropout dropout, double miWeight) {}

  /**
   * One step's numbers.
   *
   * @param loss what was minimised, scalar
   * @param weights ŵ, [n]
   * @param backdooredLoss l_B, [n]
   */
  record Outcome(NDArray loss, NDArray weights, NDArray backdooredLoss) {}

  /** The rates are those of 0-based epochs; without an opponent there is re-weighting alone. */
  CleanStep(
      FeatureNetwork backdoored,
      FeatureNetwork clean,
      Optimizer optimizer,
      IntToDoubleFunction rates,
      SampleWeights weights,
      @Nullable Opponent opponent) {
    this.backdoored = backdoored;
    this.clean = clean;
    this.optimizer = optimizer;
    this.rates = rates;
    this.weights = weights;
    this.opponent = opponent;
  }

  @Override
  public void begin(int epoch) {
    optimizer.learningRate(rates.applyAsDouble(epoch - 1));
    if (opponent != null) {
      opponent.dropout().restart(epoch, Pass.TRAIN);
    }
  }

  @Override
  public NDArray take(Batch batch) {
    return outcome(batch).loss();
  }

  Outcome outcome(Batch batch) {
    Output biased = backdoored.forward(batch.images(), Mode.EVALUATE);
    NDArray backdooredLoss = CrossEntropy.perImage(biased.logits(), batch.labels());
    Output own = clean.forward(batch.images(), Mode.LEARN);
    NDArray cleanLoss = CrossEntropy.perImage(own.logits(), batch.labels());
    NDArray weight = weights.of(backdooredLoss, cleanLoss.stopGradient());
    NDArray loss = weight.mul(cleanLoss).mean();
    if (opponent != null) {
      // The critic's parameters are constants here: it does not learn in this pass.
      List<NDArray> fixed = opponent.critic().parameters().constants();
      NDArray estimate =
          DependenceEstimate.of(fixed, biased.embedding(), own.embedding(), opponent.dropout());
      loss = loss.add(estimate.mul((float) opponent.miWeight()));
    }
    optimizer.step(clean.parameters().gradientOf(loss));
    return new Outcome(loss, weight, backdooredLoss);
  }
}
