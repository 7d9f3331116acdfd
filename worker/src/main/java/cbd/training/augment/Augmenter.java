package cbd.training.augment;

import cbd.domain.Augmentation;
import cbd.training.random.SplitMix;

/** What is done to one image each time it is drawn. Not thread-safe. */
interface Augmenter {

  /**
   * Augments one image.
   *
   * @param image uint8, [3][height][width]; may be changed
   * @param random the only source of chance
   * @return the augmented image; valid until the next call
   */
  byte[] apply(byte[] image, SplitMix random);

  /** The augmenter for images of this size, in pixels. */
  static Augmenter of(Augmentation augmentation, int height, int width) {
    if (augmentation instanceof Augmentation.None) {
      return (image, random) -> image;
    }
    if (augmentation instanceof Augmentation.Standard standard) {
      return new StandardAugmenter(standard, height, width);
    }
    throw new IllegalArgumentException("no augmenter is registered for " + augmentation);
  }
}
