package cbd.coordinator.forecast;

import cbd.domain.TrialSpec;

/**
 * How many images a trial trains on and measures with.
 *
 * @param assumed whether the data set is a folder whose pictures are counted only where they lie,
 *     so that a size like ImageNet's is assumed
 */
public record ImageCounts(int train, int test, boolean assumed) {
  private static final int TRAIN_PER_CLASS = 1000;
  private static final int TEST_PER_CLASS = 50;

  public static ImageCounts of(TrialSpec spec) {
    int train = spec.usedTrainImages();
    int test = spec.usedTestImages();
    int classes = spec.dataset().classes();
    return new ImageCounts(
        train == 0 ? TRAIN_PER_CLASS * classes : train,
        test == 0 ? TEST_PER_CLASS * classes : test,
        train == 0 || test == 0);
  }
}
