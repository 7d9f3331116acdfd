package cbd.coordinator.forecast;

import cbd.domain.Architecture;
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

  /** The work of a trial. */
  public static TrialWork of(TrialSpec spec) {
    double forward = multiplyAdds(spec);
    double step = (double) STEP * spec.usedTrainImages();
    // Clean ones and triggered ones; those of the target class, which are left out, are few.
    double measurement = 2.0 * spec.usedTestImages();
    double backdoored = 0;
    double epoch = step + measurement;
    if (spec.defense() instanceof Defense.Cbd cbd) {
      backdoored = cbd.t1() * (step + measurement);
      epoch += spec.usedTrainImages() * (1.0 + criticPasses(cbd));
    }
    return new TrialWork(backdoored * forward, spec.training().epochs() * epoch * forward);
  }

  /** Forward passes of both networks for the critic, for each image of an epoch. */
  private static double criticPasses(Defense.Cbd cbd) {
    return cbd.disentangle() ? 2 : 0;
  }

  /** All of it. */
  public double total() {
    return backdoored + own;
  }

  /** Of the forward pass of one image of a trial. */
  public static double multiplyAdds(TrialSpec spec) {
    return multiplyAdds(spec.model());
  }

  private static double multiplyAdds(Architecture model) {
    double blocks = (model.depth() - 4) / 6.0;
    int widen = model.widen();
    double stem = convolution(9, 3, 16, 1024);
    double stages = 0;
    int in = 16;
    int pixels = 1024;
    for (int out = 16 * widen; out <= 64 * widen; out *= 2) {
      pixels = out == 16 * widen ? 1024 : pixels / 4;
      double skip = in == out ? 0 : convolution(1, in, out, pixels);
      stages += convolution(9, in, out, pixels) + skip;
      stages += (2 * blocks - 1) * convolution(9, out, out, pixels);
      in = out;
    }
    return stem + stages;
  }

  private static double convolution(int kernel, int in, int out, int pixels) {
    return (double) kernel * in * out * pixels;
  }
}
