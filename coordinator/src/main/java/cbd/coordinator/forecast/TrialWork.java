package cbd.coordinator.forecast;

import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.TrialSpec;

/**
 * How much computing a trial is, in multiply-adds of its networks.
 *
 * <p>A backward pass is taken as two forward passes, so a training step as three; critic, optimizer
 * and augmentation as nothing.
 *
 * @param backdoored phase A of CBD, which trials of equal phase A share; its measurements included
 * @param own everything else: nobody else's
 */
public record TrialWork(double backdoored, double own) {
  /** Forward passes that a training step costs for each image. */
  public static final int STEP = 3;

  /** Of a folder's class, whose pictures are counted only where they lie: about ImageNet's. */
  private static final int ASSUMED_IMAGES_PER_CLASS = 1000;

  /** The work of a trial. */
  public static TrialWork of(TrialSpec spec) {
    double forward = multiplyAdds(spec);
    double images = images(spec);
    double step = STEP * images;
    // Clean ones and triggered ones; those of the target class, which are left out, are few.
    double measurement = 2.0 * spec.usedTestImages();
    double backdoored = 0;
    double epoch = step + measurement;
    if (spec.defense() instanceof Defense.Cbd cbd) {
      backdoored = cbd.t1() * (step + measurement);
      epoch += images * (1 + criticPasses(cbd));
    }
    return new TrialWork(backdoored * forward, spec.training().epochs() * epoch * forward);
  }

  private static int images(TrialSpec spec) {
    int known = spec.usedTrainImages();
    return known > 0 ? known : ASSUMED_IMAGES_PER_CLASS * spec.dataset().classes();
  }

  /** Forward passes of both networks for the critic, for each image of an epoch. */
  private static double criticPasses(Defense.Cbd cbd) {
    if (!cbd.disentangle()) {
      return 0;
    }
    return cbd.criticSchedule() instanceof Defense.CriticSchedule.EverySteps every
        ? 2.0 / every.steps()
        : 2;
  }

  /** All of it. */
  public double total() {
    return backdoored + own;
  }

  /** Of the forward pass of one image of a trial. */
  public static double multiplyAdds(TrialSpec spec) {
    Dataset dataset = spec.dataset();
    return spec.model().multiplyAdds(dataset.height(), dataset.width(), dataset.classes());
  }
}
