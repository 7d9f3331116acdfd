package cbd.training.cli;

import cbd.domain.Attack;
import cbd.domain.TrialSpec;
import cbd.training.attack.PoisonedSet;
import cbd.training.attack.Poisoner;
import cbd.training.cli.AttackSheet.Exhibit;
import cbd.training.cli.AttackSheet.Section;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Chooses the images of an {@link AttackSheet}: the first ones, of as many classes as there are.
 */
final class AttackExhibits {
  private final TrialSpec spec;
  private final int count;

  /**
   * Makes the chooser.
   *
   * @param spec the trial whose attack is shown
   * @param count images for each section, at most
   */
  AttackExhibits(TrialSpec spec, int count) {
    this.spec = spec;
    this.count = count;
  }

  /**
   * Poisoned training images, those with a wrong trigger if there are any, and triggered test
   * images.
   */
  List<Section> sections(ImageSet train, PoisonedSet poisoned, ImageSet test, Poisoner poisoner) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("training: poisoned", changed(train, poisoned, poisoned::isPoisoned)));
    if (poisoned.report().crossSamples() > 0) {
      sections.add(
          new Section(
              "training: wrong trigger", changed(train, poisoned, poisoned::isCrossSample)));
    }
    sections.add(new Section("test: triggered", triggered(test, poisoner)));
    sections.removeIf(section -> section.exhibits().isEmpty());
    return sections;
  }

  private List<Exhibit> changed(ImageSet train, PoisonedSet poisoned, IntPredicate shown) {
    List<Exhibit> exhibits = new ArrayList<>();
    for (int i : chosen(train, shown)) {
      exhibits.add(
          new Exhibit(
              image(train, i),
              image(poisoned.images(), i),
              "#" + i + " " + label(train.label(i), poisoned.images().label(i))));
    }
    return exhibits;
  }

  private List<Exhibit> triggered(ImageSet test, Poisoner poisoner) {
    Attack attack = spec.attack();
    List<Exhibit> exhibits = new ArrayList<>();
    for (int i : chosen(test, i -> attack.mapping().countsForSuccess(test.label(i)))) {
      byte[] triggered = image(test, i);
      poisoner.stamp(triggered, Split.TEST, i);
      int wanted = attack.mapping().wanted(test.label(i), test.classes());
      exhibits.add(
          new Exhibit(image(test, i), triggered, "#" + i + " " + label(test.label(i), wanted)));
    }
    return exhibits;
  }

  /** One of each class, then another of each, until there are enough; in the order of the set. */
  private List<Integer> chosen(ImageSet images, IntPredicate shown) {
    List<Integer> chosen = new ArrayList<>();
    int[] taken = new int[images.classes()];
    for (int round = 1; round <= count && chosen.size() < count; round++) {
      for (int i = 0; i < images.size() && chosen.size() < count; i++) {
        if (taken[images.label(i)] < round && shown.test(i) && !chosen.contains(i)) {
          chosen.add(i);
          taken[images.label(i)]++;
        }
      }
    }
    return chosen;
  }

  private static byte[] image(ImageSet images, int index) {
    byte[] image = new byte[images.imageBytes()];
    images.copyImage(index, image);
    return image;
  }

  private String label(int before, int after) {
    return before == after
        ? spec.dataset().className(before) + ", label kept"
        : spec.dataset().className(before) + " -> " + spec.dataset().className(after);
  }
}
