package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.training.checkpoint.Savable;
import cbd.training.checkpoint.Savables;
import cbd.training.defense.Batches.Pass;
import cbd.training.network.FeatureNetwork.Mode;
import cbd.training.network.LayeredNetwork;
import cbd.training.optimizer.Adam;
import cbd.training.script.Program;

/** {@link CriticStep} as one call. */
final class ScriptedCriticStep implements ScriptedStep {
  private final Program program;
  private final DeviceBatches images;
  private final LayeredNetwork backdoored;
  private final LayeredNetwork clean;
  private final Critic critic;
  private final Adam optimizer;
  private final Defense.Critic settings;
  private final Dropout dropout;
  private final Mode lookingOn;
  private final NDArray guarded;

  /** The manager keeps the count of what could not be normalised. */
  ScriptedCriticStep(
      Program program,
      DeviceBatches images,
      LayeredNetwork backdoored,
      LayeredNetwork clean,
      Critic critic,
      Adam optimizer,
      Defense.Critic settings,
      Dropout dropout,
      Mode lookingOn,
      NDManager manager) {
    this.program = program;
    this.images = images;
    this.backdoored = backdoored;
    this.clean = clean;
    this.critic = critic;
    this.optimizer = optimizer;
    this.settings = settings;
    this.dropout = dropout;
    this.lookingOn = lookingOn;
    guarded = manager.create(0f);
  }

  /** The method; the clean model's mode says whether its running statistics move. */
  static String method(Defense.Critic settings, Mode lookingOn) {
    return """
    def critic(self, pixels: Tensor, draws: Tensor, numbers: Tensor, rates: Tensor, \
    backdoored: Tensor, backdooredStatistics: Tensor, clean: Tensor, cleanStatistics: Tensor, \
    flat: Tensor, mean: Tensor, square: Tensor, guarded: Tensor, \
    moments: Tensor) -> Tensor:
      rows = torch.slice(draws, 0, int(numbers[0]), int(numbers[1]))
      x = (self).images(pixels, rows)
      torch.set_grad_enabled(False)
      r, biased = (self).network(backdoored, backdooredStatistics, x, False)
      z, logits = (self).network(clean, cleanStatistics, x, %s)
      leaf = (self).learnable(flat)
      apart = (self).estimate(leaf, r, z, int(numbers[2]), int(numbers[3]))
      loss = torch.mul(apart, %s)
      (self).note(moments, 0, loss)
      gradient = (self).gradient(loss, leaf)
      (self).note(moments, 1, gradient)
      (self).adam(flat, mean, square, gradient, float(rates[0]), float(rates[1]))
      (self).normalize(flat, guarded)
      (self).note(moments, 2, flat)
      return torch.detach(loss)
    """
        .formatted(
            lookingOn == Mode.OBSERVE ? "True" : "False", (double) (float) -settings.scale());
  }

  @Override
  public void begin(int epoch) {
    optimizer.learningRate(settings.rateAt(epoch));
    dropout.restart(epoch, Pass.CRITIC);
  }

  @Override
  public Outcome take(Fetch fetch, StepClock clock) {
    Adam.Corrections corrections = optimizer.countStep();
    clean.trackBatches(lookingOn == Mode.OBSERVE ? 1 : 0);
    NDList results =
        program.call(
            fetch.manager(),
            "critic",
            images.pixels(),
            fetch.draws(),
            fetch.numbers(dropout.leaveMasks(fetch.images(), clean.embeddingWidth())),
            fetch.rates(corrections.rate(), corrections.root()),
            backdoored.parameters().flat(),
            backdoored.statistics(),
            clean.parameters().flat(),
            clean.statistics(),
            critic.parameters().flat(),
            optimizer.mean(),
            optimizer.square(),
            guarded,
            clock.moments(fetch.manager()));
    return Outcome.of(results.singletonOrThrow());
  }

  @Override
  public Savable state() {
    return Savable.all(dropout, Savables.array(guarded));
  }

  @Override
  public Guards guards() {
    return new Guards(0, (long) guarded.toFloatArray()[0]);
  }
}
