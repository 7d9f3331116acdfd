package cbd.coordinator.forecast;

import cbd.domain.Defense;
import cbd.domain.TrialSpec;

/** How much work a trial is, next to others: only ratios mean anything. */
public final class TrialWork {
  /** A forward pass costs about half of a backward pass, so a third of a training step. */
  private static final double FORWARD = 1.0 / 3;

  private TrialWork() {}

  /**
   * The trial's training steps, in images, weighted by what a step costs.
   *
   * <p>CBD's clean model runs the backdoored one forward beside each of its own steps; with a
   * critic that has a pass of its own it runs both forward once more.
   */
  public static double of(TrialSpec spec) {
    double passes = spec.training().epochs();
    if (spec.defense() instanceof Defense.Cbd cbd) {
      passes = cbd.t1() + passes * (1 + FORWARD * (criticPass(cbd) ? 3 : 1));
    }
    double blocks = (spec.model().depth() - 4) / 6.0;
    double width = spec.model().widen();
    return spec.usedTrainImages() * passes * blocks * width * width;
  }

  private static boolean criticPass(Defense.Cbd cbd) {
    return cbd.disentangle() && cbd.criticSchedule() instanceof Defense.CriticSchedule.Pass;
  }
}
