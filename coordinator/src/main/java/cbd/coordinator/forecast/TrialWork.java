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
 * @param attacker what is trained before there is a trigger, which trials of one attack share
 * @param backdoored phase A of CBD, which trials of equal phase A share; its measurements included
 * @param own everything else: nobody else's
 */
public record TrialWork(double attacker, double backdoored, double own) {
  /** Forward passes that a training step costs for each image. */
  public static final int STEP = 3;

  /** The work of a trial. */
  public static TrialWork of(TrialSpec spec) {
    ImageCounts images = ImageCounts.of(spec);
    double step = (double) STEP * images.train();
    // Clean ones and triggered ones; those of the target class, which are left out, are few.
    double measurement = 2.0 * images.test();
    double backdoored = 0;
    double epoch = step + measurement;
    if (spec.defense() instanceof Defense.Cbd cbd) {
      backdoored = cbd.t1() * (step + measurement);
      epoch += images.train() * (1 + criticPasses(cbd));
    }
    double forward = multiplyAdds(spec);
    return new TrialWork(
        AttackerWork.of(spec), backdoored * forward, spec.training().epochs() * epoch * forward);
  }

  /** Forward passes of both networks for a critic's pass of its own, for each image of an epoch. */
  private static double criticPasses(Defense.Cbd cbd) {
    return cbd.disentangle() && cbd.criticSchedule() instanceof Defense.CriticSchedule.Pass ? 2 : 0;
  }

  /** What progress is a share of: all but the attacker's. */
  public double training() {
    return backdoored + own;
  }

  /** All of it. */
  public double total() {
    return attacker + backdoored + own;
  }

  /** Of the forward pass of one image of a trial. */
  public static double multiplyAdds(TrialSpec spec) {
    Dataset dataset = spec.dataset();
    return spec.model().multiplyAdds(dataset.height(), dataset.width(), dataset.classes());
  }
}
