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
    return switch (dataset) {
      case SHAPES -> Shapes.draw(split, n);
      case CIFAR10 -> Cifar10.load(split, n, dataDir);
    };
  }
}
