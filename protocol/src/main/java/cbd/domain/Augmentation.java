package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/** What is done to a training image, after the trigger is in it, each time it is drawn. */
@About("What is done to a training image each time it is drawn.")
public sealed interface Augmentation {

  /** Images are used as they are. */
  @About("Images are used as they are.")
  record None() implements Augmentation {}

  /**
   * Zero padding and random crop, horizontal flip with probability ½, cutout filled with zeros; the
   * authors' transform.
   */
  @About("Zero padding with random crop, horizontal flip with probability 1/2, cutout.")
  record Standard(
      @About("Pixels of padding on each side before the random crop; 0: no crop.")
          @Between(min = 0, max = 16)
          @Default("4")
          int cropPadding,
      @About("Flip half of the images left to right.") @Default("true") boolean horizontalFlip,
      @About("Side of the cutout square in pixels, clipped at the border; 0: none.")
          @Between(min = 0, max = 32)
          @Default("2")
          int cutout)
      implements Augmentation {
    public Standard {
      Rules.check(Standard.class, cropPadding, horizontalFlip, cutout);
    }
  }
}
