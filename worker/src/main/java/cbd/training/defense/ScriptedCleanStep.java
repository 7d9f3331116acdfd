package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.CleanStep.Opponent;
import cbd.training.network.LayeredNetwork;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.script.Program;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** {@link CleanStep} as one call. */
final class ScriptedCleanStep implements ScriptedStep {
  private final Program program;
  private final DeviceBatches images;
  private final LayeredNetwork backdoored;
  private final LayeredNetwork clean;
  private final NesterovSgd optimizer;
  private final IntToDoubleFunction rates;
  private final SampleWeights weights;
  private final @Nullable Opponent opponent;

  /** The rates are those of 0-based epochs; without an opponent there is re-weighting alone. */
  ScriptedCleanStep(
      Program program,
      DeviceBatches images,
      LayeredNetwork backdoored,
      LayeredNetwork clean,
      NesterovSgd optimizer,
      IntToDoubleFunction rates,
      SampleWeights weights,
      @Nullable Opponent opponent) {
    this.program = program;
    this.images = images;
    this.backdoored = backdoored;
    this.clean = clean;
    this.optimizer = optimizer;
    this.rates = rates;
    this.weights = weights;
    this.opponent = opponent;
  }

  /**
   * The method, which needs {@code estimate} of the program if there is an opponent.
   *
   * @param embedL2 factor on the mean squared length of the embedding
   */
  static String method(double embedL2, @Nullable Opponent opponent) {
    String penalty = "";
    if (embedL2 > 0) {
      penalty =
          """
            squares = torch.sum(torch.square(z), [1])
            loss = torch.add(loss, torch.mul(torch.mean(squares), %s))
          """
              .formatted((double) (float) embedL2);
    }
    String estimate = "";
    if (opponent != null) {
      estimate =
          """
            apart = (self).estimate(critic, r, z, int(numbers[2]), int(numbers[3]))
            loss = torch.add(loss, torch.mul(apart, %s))
          """
              .formatted((double) (float) opponent.miWeight());
    }
    return """
    def clean(self, pixels: Tensor, labels: Tensor, draws: Tensor, numbers: Tensor, rates: Tensor, \
    backdoored: Tensor, backdooredStatistics: Tensor, flat: Tensor, statistics: Tensor, \
    velocity: Tensor, guarded: Tensor, critic: Tensor, moments: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
      rows = torch.slice(draws, 0, int(numbers[0]), int(numbers[1]))
      x = (self).images(pixels, rows)
      y = torch.index_select(labels, 0, torch.select(rows, 1, 0))
      r, biased = (self).network(backdoored, backdooredStatistics, x, False)
      backdooredLoss = (self).crossEntropy(biased, y)
      leaf = (self).learnable(flat)
      z, logits = (self).network(leaf, statistics, x, True)
      cleanLoss = (self).crossEntropy(logits, y)
      weight = (self).weigh(backdooredLoss, torch.detach(cleanLoss), guarded)
      loss = torch.mean(torch.mul(weight, cleanLoss))
    %s%s  (self).note(moments, 0, loss)
      gradient = (self).gradient(loss, leaf)
      (self).note(moments, 1, gradient)
      (self).descend(flat, velocity, gradient, float(rates[0]))
      (self).note(moments, 2, flat)
      return (torch.detach(loss), weight, backdooredLoss)
    """
        .formatted(penalty, estimate);
  }

  @Override
  public void begin(int epoch) {
    optimizer.learningRate(rates.applyAsDouble(epoch - 1));
    if (opponent != null) {
      opponent.chance().dropout().restart(epoch, Pass.TRAIN);
    }
  }

  @Override
  public Outcome take(Fetch fetch, StepClock clock) {
    optimizer.countStep();
    clean.trackBatches(1);
    NDArray numbers =
        opponent == null
            ? fetch.numbers()
            : fetch.numbers(
                opponent.chance().dropout().leaveMasks(fetch.images(), clean.embeddingWidth()));
    NDArray critic =
        opponent == null
            ? clean.parameters().flat() // never read
            : opponent.critic().parameters().flat();
    NDList results =
        program.call(
            fetch.manager(),
            "clean",
            images.pixels(),
            images.labels(),
            fetch.draws(),
            numbers,
            fetch.rates(optimizer.learningRate()),
            backdoored.parameters().flat(),
            backdoored.statistics(),
            clean.parameters().flat(),
            clean.statistics(),
            optimizer.velocity(),
            weights.counter(),
            critic,
            clock.moments(fetch.manager()));
    return new Outcome(results.get(0), results.get(1), results.get(2), null);
  }

  @Override
  public Savable state() {
    return opponent == null
        ? weights.state()
        : Savable.all(weights.state(), opponent.chance().dropout());
  }

  @Override
  public Guards guards() {
    return new Guards(weights.guarded(), 0);
  }
}
