package cbd.coordinator.forecast;

import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.TrialSpec;

/** How much work a trial is, next to others: only ratios mean anything. */
public final class TrialWork {
  /** A forward pass costs about half of a backward pass, so a third of a training step. */
  private static final double FORWARD = 1.0 / 3;

  /** Of a folder's class, whose pictures are counted only where they lie: about ImageNet's. */
  private static final int ASSUMED_IMAGES_PER_CLASS = 1000;

  /** Of the 32×32 images that the other weights are about. */
  private static final double PIXELS = 32 * 32;

  private TrialWork() {}

  /**
   * The trial's training steps, in images, weighted by what a step costs.
   *
   * <p>CBD's clean model runs the backdoored one forward beside each of its own steps; with a
   * critic it runs both forward once more.
   */
  public static double of(TrialSpec spec) {
    double passes = spec.training().epochs();
    if (spec.defense() instanceof Defense.Cbd cbd) {
      passes = cbd.t1() + passes * (1 + FORWARD * (cbd.disentangle() ? 3 : 1));
    }
    double blocks = (spec.model().depth() - 4) / 6.0;
    double width = spec.model().widen();
    return images(spec) * passes * blocks * width * width * pixels(spec.dataset());
  }

  private static int images(TrialSpec spec) {
    int known = spec.usedTrainImages();
    return known > 0 ? known : ASSUMED_IMAGES_PER_CLASS * spec.dataset().classes();
  }

  private static double pixels(Dataset dataset) {
    return dataset.height() * dataset.width() / PIXELS;
  }
}
