package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.defense.StepClock.Part;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.FeatureNetwork.Output;
import cbd.training.optimizer.Optimizer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Trains CBD's clean model: cross-entropy, weighted by what the backdoored model finds hard, plus
 * the dependence of the two embeddings as the critic sees it, plus a penalty on the embedding's
 * length.
 */
final class CleanStep implements Step {
  private final FeatureNetwork backdoored;
  private final FeatureNetwork clean;
  private final Optimizer optimizer;
  private final IntToDoubleFunction rates;
  private final SampleWeights weights;
  private final double embedL2;
  private final @Nullable Opponent opponent;
  private final StepsOfEpoch taken = new StepsOfEpoch();

  /** By which it is known whose turn it is. */
  private static final class StepsOfEpoch implements Savable {
    long count;

    @Override
    public void write(DataOutputStream out) throws IOException {
      out.writeLong(count);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
      count = in.readLong();
    }
  }

  /**
   * The critic, and how much its estimate counts in the loss.
   *
   * @param miWeight factor on the estimate
   * @param coach trains the critic beside this step; null where it has a pass of its own
   */
  record Opponent(Critic critic, Chance chance, double miWeight, @Nullable Coach coach) {}

  /**
   * Trains the critic on batches of the clean model's pass.
   *
   * @param every batches from one critic step to the next; 1: each
   */
  record Coach(CriticStep step, int every) {}

  /**
   * The rates are those of 0-based epochs; without an opponent there is re-weighting alone.
   *
   * @param embedL2 β, factor on the mean of ‖z‖² over the batch
   */
  CleanStep(
      FeatureNetwork backdoored,
      FeatureNetwork clean,
      Optimizer optimizer,
      IntToDoubleFunction rates,
      SampleWeights weights,
      double embedL2,
      @Nullable Opponent opponent) {
    this.backdoored = backdoored;
    this.clean = clean;
    this.optimizer = optimizer;
    this.rates = rates;
    this.weights = weights;
    this.embedL2 = embedL2;
    this.opponent = opponent;
  }

  @Override
  public void begin(int epoch) {
    taken.count = 0;
    optimizer.learningRate(rates.applyAsDouble(epoch - 1));
    if (opponent != null) {
      opponent.chance().restart(epoch, Pass.TRAIN);
      if (opponent.coach() != null) {
        opponent.coach().step().begin(epoch);
      }
    }
  }

  @Override
  public Outcome take(Batch batch, StepClock clock) {
    Output biased = backdoored.forward(batch.images(), Mode.EVALUATE);
    NDArray backdooredLoss = CrossEntropy.perImage(biased.logits(), batch.labels());
    Output own = clean.forward(batch.images(), Mode.LEARN);
    NDArray cleanLoss = CrossEntropy.perImage(own.logits(), batch.labels());
    NDArray weight = weights.of(backdooredLoss, cleanLoss.stopGradient());
    NDArray loss = weight.mul(cleanLoss).mean();
    if (embedL2 > 0) {
      NDArray squares = own.embedding().square().sum(new int[] {1});
      loss = loss.add(squares.mean().mul((float) embedL2));
    }
    NDArray criticLoss = null;
    if (opponent != null) {
      criticLoss = coach(opponent.coach(), biased.embedding(), own.embedding(), clock);
      // The critic's parameters are constants here: it does not learn from this loss.
      List<NDArray> fixed = opponent.critic().parameters().constants();
      NDArray estimate =
          DependenceEstimate.of(fixed, biased.embedding(), own.embedding(), opponent.chance());
      loss = loss.add(estimate.mul((float) opponent.miWeight()));
    }
    clock.mark(Part.FORWARD, loss);
    NDArray gradient = clean.parameters().gradientOf(loss);
    clock.mark(Part.BACKWARD, gradient);
    optimizer.step(gradient);
    taken.count++;
    return new Outcome(loss, weight, backdooredLoss, criticLoss);
  }

  /** Trains the critic when it is its turn; returns its loss, or null when it is not. */
  private @Nullable NDArray coach(@Nullable Coach coach, NDArray r, NDArray z, StepClock clock) {
    if (coach == null || taken.count % coach.every() != 0) {
      return null;
    }
    NDArray loss = coach.step().learn(r, z.stopGradient(), clock);
    clean.parameters().resumeRecording();
    return loss;
  }

  @Override
  public Savable state() {
    List<Savable> parts = new ArrayList<>(List.of(weights.state(), taken));
    if (opponent != null) {
      parts.add(opponent.chance().state());
      if (opponent.coach() != null) {
        parts.add(opponent.coach().step().state());
      }
    }
    return Savable.all(parts);
  }

  @Override
  public Guards guards() {
    Guards own = new Guards(weights.guarded(), 0);
    return opponent == null || opponent.coach() == null
        ? own
        : own.plus(opponent.coach().step().guards());
  }
}
