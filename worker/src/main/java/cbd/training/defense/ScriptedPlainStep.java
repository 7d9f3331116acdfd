package cbd.training.defense;

import cbd.training.network.LayeredNetwork;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.script.Program;
import java.util.function.IntToDoubleFunction;

/** {@link PlainStep} as one call. */
final class ScriptedPlainStep implements ScriptedStep {
  static final String METHOD =
      """
      def plain(self, pixels: Tensor, labels: Tensor, draws: Tensor, numbers: Tensor, \
      rates: Tensor, flat: Tensor, statistics: Tensor, velocity: Tensor, moments: Tensor) -> Tensor:
        rows = torch.slice(draws, 0, int(numbers[0]), int(numbers[1]))
        x = (self).images(pixels, rows)
        y = torch.index_select(labels, 0, torch.select(rows, 1, 0))
        leaf = (self).learnable(flat)
        embedding, logits = (self).network(leaf, statistics, x, True)
        loss = torch.mean((self).crossEntropy(logits, y))
        (self).note(moments, 0, loss)
        gradient = (self).gradient(loss, leaf)
        (self).note(moments, 1, gradient)
        (self).descend(flat, velocity, gradient, float(rates[0]))
        (self).note(moments, 2, flat)
        return torch.detach(loss)
      """;

  private final Program program;
  private final DeviceBatches images;
  private final LayeredNetwork network;
  private final NesterovSgd optimizer;
  private final IntToDoubleFunction rates;

  /** The rates are those of 0-based epochs. */
  ScriptedPlainStep(
      Program program,
      DeviceBatches images,
      LayeredNetwork network,
      NesterovSgd optimizer,
      IntToDoubleFunction rates) {
    this.program = program;
    this.images = images;
    this.network = network;
    this.optimizer = optimizer;
    this.rates = rates;
  }

  @Override
  public void begin(int epoch) {
    optimizer.learningRate(rates.applyAsDouble(epoch - 1));
  }

  @Override
  public Outcome take(Fetch fetch, StepClock clock) {
    optimizer.countStep();
    network.trackBatches(1);
    return Outcome.of(
        program
            .call(
                fetch.manager(),
                "plain",
                images.pixels(),
                images.labels(),
                fetch.draws(),
                fetch.numbers(),
                fetch.rates(optimizer.learningRate()),
                network.parameters().flat(),
                network.statistics(),
                optimizer.velocity(),
                clock.moments(fetch.manager()))
            .singletonOrThrow());
  }
}
