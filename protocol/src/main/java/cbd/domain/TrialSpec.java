package cbd.domain;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.InvalidValueException;
import cbd.text.Rules;
import org.jspecify.annotations.Nullable;

/** One configuration, complete: everything a trial's numbers depend on besides code and machine. */
@About("One configuration, complete.")
public record TrialSpec(
    @About("The data set.") Dataset dataset,
    @About("The first n training images in the data set's order; 0: all.")
        @Between(min = 0)
        @Default("0")
        int trainImages,
    @About("The first n test images in the data set's order; 0: all.")
        @Between(min = 0)
        @Default("0")
        int testImages,
    @About("The network.") @Default("wrn-16-1") Architecture model,
    @About("The attack.") Attack attack,
    @About("The defense.") Defense defense,
    @About("How the final network is trained.") @Default("{}") Training training,
    @About("Which repetition with other random numbers, from 0.")
        @Between(min = 0, max = 1_000_000)
        @Default("0")
        int repeat) {

  public TrialSpec {
    Rules.check(
        TrialSpec.class,
        dataset,
        trainImages,
        testImages,
        model,
        attack,
        defense,
        training,
        repeat);
    Rules.refuse(
        atMost("trainImages", trainImages, dataset.trainImages(), dataset),
        atMost("testImages", testImages, dataset.testImages(), dataset),
        targetIsAClass(attack, dataset),
        patchFits(attack, dataset),
        poisonsAnImage(attack, trainImages == 0 ? dataset.trainImages() : trainImages));
  }

  private static @Nullable InvalidValueException atMost(
      String component, int value, int limit, Dataset dataset) {
    return limit == 0 || value <= limit
        ? null
        : new InvalidValueException(
            component,
            "must be at most " + limit + ", all of " + dataset.title() + ", but was " + value);
  }

  private static @Nullable InvalidValueException patchFits(Attack attack, Dataset dataset) {
    return attack instanceof Attack.BadNets badNets
        ? badNets.misfit(dataset.height(), dataset.width())
        : null;
  }

  /**
   * Of a clean label attack whose rate is a share of the target class only the training set itself
   * can tell; at most all images are of that class.
   *
   * @param images 0: not known before the set is read
   */
  private static @Nullable InvalidValueException poisonsAnImage(Attack attack, int images) {
    double rate = attack.poisonRate();
    return images == 0 || rate == 0 || PoisonCount.of(images, rate) > 0
        ? null
        : new InvalidValueException(
            "attack.poisonRate",
            String.format(
                "must be at least %s, or 0: %s of %d training images is not one image",
                PoisonCount.leastRate(images), rate, images));
  }

  private static @Nullable InvalidValueException targetIsAClass(Attack attack, Dataset dataset) {
    return !(attack.mapping() instanceof LabelMapping.AllToOne one)
            || one.target() < dataset.classes()
        ? null
        : new InvalidValueException(
            "attack.mapping.target",
            "must be a class of "
                + dataset.title()
                + ", between 0 and "
                + (dataset.classes() - 1)
                + ", but was "
                + one.target());
  }

  /** Training images used; 0: all of a set whose size is known only when it is read. */
  public int usedTrainImages() {
    return trainImages == 0 ? dataset.trainImages() : trainImages;
  }

  /** Test images used; 0: all of a set whose size is known only when it is read. */
  public int usedTestImages() {
    return testImages == 0 ? dataset.testImages() : testImages;
  }

  /** The same configuration in another repetition. */
  public TrialSpec withRepeat(int another) {
    return new TrialSpec(
        dataset, trainImages, testImages, model, attack, defense, training, another);
  }
}
