package cbd.training.augment;

import cbd.domain.Augmentation;
import cbd.training.random.SplitMix;

/**
 * What is done to one image each time it is drawn: chance decides first, then the image is changed,
 * here or on the device. Not thread-safe.
 */
interface Augmenter {

  /**
   * Decides for one image.
   *
   * @param random the only source of chance
   */
  Draw draw(SplitMix random);

  /**
   * Augments one image.
   *
   * @param image uint8, [3][height][width]; may be changed
   * @return the augmented image; valid until the next call
   */
  byte[] apply(byte[] image, Draw draw);

  /** Side of the square that is cut out, in pixels; 0: none. */
  int cutout();

  /** The augmenter for images of this size, in pixels. */
  static Augmenter of(Augmentation augmentation, int height, int width) {
    if (augmentation instanceof Augmentation.None) {
      return new Unchanged();
    }
    if (augmentation instanceof Augmentation.Standard standard) {
      return new StandardAugmenter(standard, height, width);
    }
    throw new IllegalArgumentException("no augmenter is registered for " + augmentation);
  }

  /** Leaves images as they are. */
  record Unchanged() implements Augmenter {
    @Override
    public Draw draw(SplitMix random) {
      return Draw.NOTHING;
    }

    @Override
    public byte[] apply(byte[] image, Draw draw) {
      return image;
    }

    @Override
    public int cutout() {
      return 0;
    }
  }
}
