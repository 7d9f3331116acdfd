package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.Batches.Pass;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.optimizer.Optimizer;

/**
 * Trains CBD's critic to see the dependence of the two embeddings. The clean model only looks on,
 * but in training mode: its running statistics move in this pass too, as in the authors' code.
 */
final class CriticStep implements Step {
  private final FeatureNetwork backdoored;
  private final FeatureNetwork clean;
  private final Critic critic;
  private final Optimizer optimizer;
  private final Defense.Critic settings;
  private final Dropout dropout;
  private final SpectralNormalization normalization;

  CriticStep(
      FeatureNetwork backdoored,
      FeatureNetwork clean,
      Critic critic,
      Optimizer optimizer,
      Defense.Critic settings,
      Dropout dropout) {
    this.backdoored = backdoored;
    this.clean = clean;
    this.critic = critic;
    this.optimizer = optimizer;
    this.settings = settings;
    this.dropout = dropout;
    normalization = new SpectralNormalization(settings.spectralNorm(), settings.normalizeBiases());
  }

  @Override
  public void begin(int epoch) {
    optimizer.learningRate(settings.rateAt(epoch));
    dropout.restart(epoch, Pass.CRITIC);
  }

  @Override
  public NDArray take(Batch batch) {
    NDManager step = batch.images().getManager();
    NDArray r = backdoored.forward(batch.images(), Mode.EVALUATE).embedding();
    NDArray z = clean.forward(batch.images(), Mode.OBSERVE).embedding();
    NDArray loss =
        DependenceEstimate.of(critic.parameters().variables(step), r, z, dropout)
            .mul((float) -settings.scale());
    optimizer.step(critic.parameters().gradientOf(loss));
    normalization.apply(critic.parameters(), step);
    return loss;
  }

  /** Times a critic's parameter could not be normalised. */
  long guarded() {
    return normalization.guarded();
  }
}
