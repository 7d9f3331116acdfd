package cbd.training.data;

import cbd.domain.Dataset;

/** All data sets: one line each. */
public final class Datasets {
  private Datasets() {}

  /**
   * The first n images of a split, in file order.
   *
   * @param dataDir folder with data sets that are read from files; empty: none
   * @throws DataUnavailableException when they cannot be had
   */
  public static ImageSet load(Dataset dataset, Split split, int n, String dataDir) {
    if (dataset instanceof Dataset.Shapes) {
      return Shapes.draw(split, n);
    }
    if (dataset instanceof Dataset.Cifar10) {
      return Cifar10.load(split, n, dataDir);
    }
    throw new IllegalArgumentException("no loader is registered for " + dataset);
  }
}
