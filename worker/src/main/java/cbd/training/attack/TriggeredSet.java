package cbd.training.attack;

import cbd.domain.Attack;
import cbd.domain.LabelMapping;
import cbd.text.InvalidValueException;
import cbd.training.data.ImageSet;
import cbd.training.data.ImageSetBuilder;
import cbd.training.data.Split;

/**
 * The test images that count for an attack's success, each with the trigger; built once per trial.
 * Immutable.
 */
public final class TriggeredSet {
  private final ImageSet images;
  private final int[] wanted;
  private final LabelMapping mapping;

  TriggeredSet(ImageSet images, int[] wanted, LabelMapping mapping) {
    this.images = images;
    this.wanted = wanted;
    this.mapping = mapping;
  }

  /**
   * Stamps every image of a test set whose class counts for success; the others are left out.
   *
   * @param poisoner of this attack, for images of this size
   * @throws InvalidValueException when an image already is of the class the attacker wants for it:
   *     to call that a success would be wrong
   */
  public static TriggeredSet of(ImageSet test, Attack attack, Poisoner poisoner) {
    int count = 0;
    for (int i = 0; i < test.size(); i++) {
      count += attack.mapping().countsForSuccess(test.label(i)) ? 1 : 0;
    }
    byte[] image = new byte[test.imageBytes()];
    ImageSetBuilder images =
        new ImageSetBuilder(test.classes(), test.height(), test.width(), count);
    int[] wanted = new int[count];
    int next = 0;
    for (int i = 0; i < test.size(); i++) {
      if (attack.mapping().countsForSuccess(test.label(i))) {
        test.copyImage(i, image);
        poisoner.stamp(image, Split.TEST, i);
        images.add(image, test.label(i));
        wanted[next] = wanted(attack, test, i);
        next++;
      }
    }
    return new TriggeredSet(images.build(), wanted, attack.mapping());
  }

  private static int wanted(Attack attack, ImageSet test, int image) {
    int label = test.label(image);
    int wanted = attack.mapping().wanted(label, test.classes());
    if (wanted == label) {
      throw new InvalidValueException(
          "attack.mapping",
          String.format(
              "must want another class for each image that counts for success, but test image %d of"
                  + " class %d is to become class %d of %d",
              image, label, wanted, test.classes()));
    }
    return wanted;
  }

  /** The triggered images with their true labels. */
  public ImageSet images() {
    return images;
  }

  /** Whether images of a true class count for the attack's success. */
  public boolean counts(int label) {
    return mapping.countsForSuccess(label);
  }

  /** The label the attacker wants for an image. */
  public int wanted(int image) {
    return wanted[image];
  }
}
