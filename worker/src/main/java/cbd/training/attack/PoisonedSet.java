package cbd.training.attack;

import cbd.domain.Attack;
import cbd.training.data.ImageSet;
import cbd.training.random.SplitMix;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A training set after the attacker was at it.
 *
 * <p>Training is given {@link #images()} alone; which of them are poisoned stays in here and comes
 * out only as a hash and as counts. Immutable.
 */
public final class PoisonedSet {
  private final ImageSet images;
  private final int[] poisoned;
  private final PoisonReport report;

  private PoisonedSet(ImageSet images, int[] poisoned, PoisonReport report) {
    this.images = images;
    this.poisoned = poisoned;
    this.report = report;
  }

  /**
   * Stamps the trigger into the first ⌊n·rate⌋ images of a random order of all of them, the target
   * class included, and gives these the labels the attacker wants; before any augmentation.
   *
   * @param seed of the random order
   * @throws PoisonsNothingException when the rate is above 0 but n·rate is below 1
   */
  public static PoisonedSet of(ImageSet clean, Attack attack, long seed) {
    int count = count(clean.size(), attack.poisonRate());
    int[] chosen =
        Arrays.copyOf(SplitMix.at(seed, "poisoned images").permutation(clean.size()), count);
    Arrays.sort(chosen);
    Poisoner poisoner = Poisoners.of(attack, clean.height(), clean.width());
    byte[] pixels = clean.pixels();
    int[] labels = clean.labels();
    byte[] before = new byte[clean.imageBytes()];
    byte[] after = new byte[clean.imageBytes()];
    PoisonReport.Tally tally = new PoisonReport.Tally();
    for (int image : chosen) {
      clean.copyImage(image, before);
      clean.copyImage(image, after);
      poisoner.stamp(after);
      System.arraycopy(after, 0, pixels, image * after.length, after.length);
      labels[image] = attack.mapping().wanted(labels[image], clean.classes());
      tally.add(before, after, labels[image] != clean.label(image));
    }
    ImageSet images = new ImageSet(clean.classes(), clean.height(), clean.width(), pixels, labels);
    return new PoisonedSet(images, chosen, tally.report());
  }

  /** ⌊n·rate⌋, where 0.3·10 is 3 although it is 2.999… in binary. */
  private static int count(int n, double rate) {
    int count = (int) Math.floor(n * rate + 1e-9);
    if (count == 0 && rate > 0) {
      throw new PoisonsNothingException(n, rate);
    }
    return count;
  }

  /** What training may see. */
  public ImageSet images() {
    return images;
  }

  /** How many images were poisoned and how strong the trigger is. */
  public PoisonReport report() {
    return report;
  }

  /** SHA-256 of the sorted indices of the poisoned images, as big-endian ints. */
  public String poisonHash() {
    ByteBuffer indices = ByteBuffer.allocate(4 * poisoned.length);
    for (int index : poisoned) {
      indices.putInt(index);
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(indices.array());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
