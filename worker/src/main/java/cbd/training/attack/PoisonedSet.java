package cbd.training.attack;

import cbd.domain.Attack;
import cbd.domain.Digest;
import cbd.domain.PoisonCount;
import cbd.training.data.ImageSet;
import cbd.training.data.ImageSetEdit;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A training set after the attacker was at it.
 *
 * <p>Training is given {@link #images()} alone; which of them are poisoned is for whoever measures.
 * Immutable.
 */
public final class PoisonedSet {
  private final ImageSet images;
  private final PoisonChoice choice;
  private final PoisonReport report;

  PoisonedSet(ImageSet images, PoisonChoice choice, PoisonReport report) {
    this.images = images;
    this.choice = choice;
    this.report = report;
  }

  /**
   * Stamps the trigger into the first ⌊n·rate⌋ candidates of a random order of all images and gives
   * these the labels the attacker wants; before any augmentation. Candidates are all images, the
   * target class included; of a clean label attack only those of the target class, and n may be
   * their number. If the attack has cross samples, the next images of the order get a wrong trigger
   * and keep their label.
   *
   * @param poisoner of this attack, for images of this size
   * @param seed of the random order
   * @throws PoisonsNothingException when the rate is above 0 but n·rate is below 1
   * @throws cbd.text.InvalidValueException when there are too few images to change
   */
  public static PoisonedSet of(ImageSet clean, Attack attack, Poisoner poisoner, long seed) {
    PoisonChoice choice = PoisonChoice.of(clean, attack, seed);
    ImageSetEdit edit = clean.edit();
    int[] labels = poisonedLabels(clean, attack, choice.poisoned(), seed);
    byte[] before = new byte[clean.imageBytes()];
    byte[] after = new byte[clean.imageBytes()];
    PoisonReport.Tally tally = new PoisonReport.Tally(clean.height(), clean.width());
    for (int image : choice.poisoned()) {
      clean.copyImage(image, before);
      clean.copyImage(image, after);
      poisoner.stamp(after, Split.TRAIN, image);
      edit.replace(image, after, labels[image]);
      tally.add(before, after, labels[image] != clean.label(image));
    }
    for (int image : choice.cross()) {
      clean.copyImage(image, after);
      poisoner.stampWrong(after, image, SplitMix.at(seed, "wrong trigger", image));
      edit.replace(image, after, labels[image]);
    }
    return new PoisonedSet(edit.toSet(), choice, tally.report(choice.cross().length));
  }

  private static int[] poisonedLabels(ImageSet clean, Attack attack, int[] poisoned, long seed) {
    int[] labels = clean.labels();
    for (int image : poisoned) {
      labels[image] = attack.mapping().wanted(labels[image], clean.classes());
    }
    int mislabelled = PoisonCount.of(poisoned.length, attack.adaptive().labelNoise());
    SplitMix random = SplitMix.at(seed, "label noise");
    int[] order = random.permutation(poisoned.length);
    for (int i = 0; i < mislabelled; i++) {
      int image = poisoned[order[i]];
      // Any class but the wanted one.
      int step = 1 + random.nextInt(clean.classes() - 1);
      labels[image] = (labels[image] + step) % clean.classes();
    }
    return labels;
  }

  /** What training may see. */
  public ImageSet images() {
    return images;
  }

  PoisonChoice choice() {
    return choice;
  }

  /**
   * Whether an image has the trigger, for diagnostics: a defense must never know. Cross samples do
   * not have it.
   */
  public boolean isPoisoned(int image) {
    return Arrays.binarySearch(choice.poisoned(), image) >= 0;
  }

  /** Whether an image has a wrong trigger, for diagnostics. */
  public boolean isCrossSample(int image) {
    return Arrays.binarySearch(choice.cross(), image) >= 0;
  }

  /** How many images were poisoned and how strong the trigger is. */
  public PoisonReport report() {
    return report;
  }

  /**
   * SHA-256 of the rising indices of the poisoned images, then of the cross samples, as big-endian
   * ints.
   */
  public String poisonHash() {
    int count = choice.poisoned().length + choice.cross().length;
    ByteBuffer indices = ByteBuffer.allocate(4 * count);
    indices.asIntBuffer().put(choice.poisoned()).put(choice.cross());
    return Digest.hex(indices.array());
  }
}
