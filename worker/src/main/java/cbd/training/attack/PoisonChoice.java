package cbd.training.attack;

import cbd.domain.Attack;
import cbd.domain.LabelMapping;
import cbd.domain.PoisonCount;
import cbd.text.InvalidValueException;
import cbd.training.data.ImageSet;
import cbd.training.random.SplitMix;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which training images an attack changes.
 *
 * @param poisoned indices of the images that get the trigger, rising
 * @param cross indices of the images that get a wrong trigger, rising
 */
@SuppressWarnings("ArrayRecordComponent") // private to the poisoning, never compared
record PoisonChoice(int[] poisoned, int[] cross) {

  /** Chooses from one random order of all images; see {@link PoisonedSet#of}. */
  static PoisonChoice of(ImageSet clean, Attack attack, long seed) {
    int[] order = SplitMix.at(seed, "poisoned images").permutation(clean.size());
    int[] candidates = candidates(order, clean, attack);
    int[] poisoned = Arrays.copyOf(candidates, count(clean, attack, candidates.length));
    boolean[] taken = new boolean[clean.size()];
    for (int image : poisoned) {
      taken[image] = true;
    }
    int[] others = filtered(order, image -> !taken[image]);
    int wanted = PoisonCount.of(poisoned.length, attack.crossRatio());
    if (wanted > others.length) {
      throw new InvalidValueException(
          "attack.poisonRate",
          String.format(
              "leaves %d training images, too few for the %d with a wrong trigger: %s for each of"
                  + " %d poisoned ones",
              others.length, wanted, attack.crossRatio(), poisoned.length));
    }
    int[] cross = Arrays.copyOf(others, wanted);
    Arrays.sort(poisoned);
    Arrays.sort(cross);
    return new PoisonChoice(poisoned, cross);
  }

  private static int[] candidates(int[] order, ImageSet clean, Attack attack) {
    if (!attack.cleanLabel()) {
      return order;
    }
    int target = ((LabelMapping.AllToOne) attack.mapping()).target();
    int[] candidates = filtered(order, image -> clean.label(image) == target);
    if (candidates.length == 0 && attack.poisonRate() > 0) {
      throw new InvalidValueException(
          "attack.mapping.target",
          "must be a class of the training images, for a clean label attack poisons only images of"
              + " the target class, but of class "
              + target
              + " there are none");
    }
    return candidates;
  }

  private static int count(ImageSet clean, Attack attack, int candidates) {
    boolean ofTarget = attack.rateOf() == Attack.RateOf.TARGET_CLASS;
    int all = ofTarget ? candidates : clean.size();
    int count = PoisonCount.of(all, attack.poisonRate());
    if (count == 0 && attack.poisonRate() > 0) {
      throw new PoisonsNothingException(
          all,
          ofTarget ? "training images of the target class" : "training images",
          attack.poisonRate());
    }
    if (count > candidates) {
      throw new InvalidValueException(
          "attack.poisonRate",
          String.format(
              "is too high: %s of %d training images are %d, but only %d are of the target class,"
                  + " from which a clean label attack draws",
              attack.poisonRate(), all, count, candidates));
    }
    return count;
  }

  private static int[] filtered(int[] order, IntPredicate wanted) {
    return IntStream.of(order).filter(wanted).toArray();
  }
}
