package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.DependenceEstimate.Chance;
import cbd.training.defense.StepClock.Part;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.optimizer.Optimizer;

/**
 * Trains CBD's critic to see the dependence of the two embeddings. The clean model only looks on;
 * in a pass of the critic's own it does so in training mode unless told otherwise: its running
 * statistics move in that pass too, as in the authors' code.
 */
final class CriticStep implements Step {
  private final FeatureNetwork backdoored;
  private final FeatureNetwork clean;
  private final Critic critic;
  private final Optimizer optimizer;
  private final Defense.Critic settings;
  private final Chance chance;
  private final Mode lookingOn;
  private final SpectralNormalization normalization;

  /**
   * @param lookingOn in which mode the clean model makes its embeddings in a pass of the critic's
   */
  CriticStep(
      FeatureNetwork backdoored,
      FeatureNetwork clean,
      Critic critic,
      Optimizer optimizer,
      Defense.Critic settings,
      Chance chance,
      Mode lookingOn) {
    this.backdoored = backdoored;
    this.clean = clean;
    this.critic = critic;
    this.optimizer = optimizer;
    this.settings = settings;
    this.chance = chance;
    this.lookingOn = lookingOn;
    normalization = new SpectralNormalization(settings);
  }

  @Override
  public void begin(int epoch) {
    optimizer.learningRate(settings.rateAt(epoch));
    chance.restart(epoch, Pass.CRITIC);
  }

  @Override
  public Outcome take(Batch batch, StepClock clock) {
    NDArray r = backdoored.forward(batch.images(), Mode.EVALUATE).embedding();
    NDArray z = clean.forward(batch.images(), lookingOn).embedding();
    return Outcome.of(learn(r, z, clock));
  }

  /**
   * Trains on embeddings, neither of them to be differentiated.
   *
   * @param r the backdoored model's, [n, d]
   * @param z the clean model's, [n, d]
   * @param clock is told of each part of the step
   * @return what was minimised, before the update; scalar
   */
  NDArray learn(NDArray r, NDArray z, StepClock clock) {
    NDManager step = r.getManager();
    NDArray loss =
        DependenceEstimate.of(critic.parameters().variables(step), r, z, chance)
            .mul((float) -settings.scale());
    clock.mark(Part.FORWARD, loss);
    NDArray gradient = critic.parameters().gradientOf(loss);
    clock.mark(Part.BACKWARD, gradient);
    optimizer.step(gradient);
    normalization.apply(critic.parameters(), step);
    clock.mark(Part.OPTIMIZER, critic.parameters().flat());
    return loss;
  }

  @Override
  public Savable state() {
    return Savable.all(chance.state(), normalization);
  }

  @Override
  public Guards guards() {
    return new Guards(0, normalization.guarded());
  }
}
