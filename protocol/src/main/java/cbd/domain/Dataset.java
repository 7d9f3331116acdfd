package cbd.domain;

import cbd.text.About;

/** A data set for image classification; images are uint8 RGB, channels first. */
@About("The data set whose training images are poisoned.")
public enum Dataset {
  /** Ten procedurally drawn shape and texture classes; the same bytes on every machine. */
  SHAPES("shapes", 10, 32, 32, 20_000, 4_000),
  /** CIFAR-10 (A. Krizhevsky, 2009), original binary layout. */
  CIFAR10("CIFAR-10", 10, 32, 32, 50_000, 10_000);

  private final String title;
  private final int classes;
  private final int height;
  private final int width;
  private final int trainImages;
  private final int testImages;

  Dataset(String title, int classes, int height, int width, int trainImages, int testImages) {
    this.title = title;
    this.classes = classes;
    this.height = height;
    this.width = width;
    this.trainImages = trainImages;
    this.testImages = testImages;
  }

  /** The name a person reads. */
  public String title() {
    return title;
  }

  public int classes() {
    return classes;
  }

  /** Pixels. */
  public int height() {
    return height;
  }

  /** Pixels. */
  public int width() {
    return width;
  }

  /** Images in the whole training set. */
  public int trainImages() {
    return trainImages;
  }

  /** Images in the whole test set. */
  public int testImages() {
    return testImages;
  }
}
