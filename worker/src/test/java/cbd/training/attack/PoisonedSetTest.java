package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Adaptive;
import cbd.domain.Attack;
import cbd.domain.Attack.BadNets.Pattern;
import cbd.domain.LabelMapping;
import cbd.training.data.ImageSet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PoisonedSetTest {

  @Test
  void countsAsThePaperDoes() {
    // Sizes and classes of the real sets, with images of one pixel row.
    assertThat(poisoned(labels(50_000, 10), badNets(0.1)).report().poisoned()).isEqualTo(5_000);
    assertThat(poisoned(labels(39_209, 43), badNets(0.1)).report().poisoned()).isEqualTo(3_920);
    assertThat(triggered(labels(10_000, 10), badNets(0.1)).images().size()).isEqualTo(9_000);
    // 0.29 · 100 = 28.999999999999996 in binary.
    assertThat(poisoned(labels(100, 10), badNets(0.29)).report().poisoned()).isEqualTo(29);
  }

  @Test
  void measuresTheTrigger() {
    PoisonReport report = poisoned(labels(4, 2), badNets(0.5)).report();
    // Four white pixels in three channels: sqrt(12) · 255.
    assertThat(report.maxChange()).isEqualTo(255);
    assertThat(report.meanDistance()).isCloseTo(Math.sqrt(12) * 255, within(1e-9));
    assertThat(report)
        .hasToString(
            "poisoned=2 changedImages=2 changedLabels="
                + report.changedLabels()
                + " crossSamples=0 maxChange=255 meanDistance=883.3 meanSimilarity=0.000");
  }

  @Test
  void stampsAWrongTriggerIntoFurtherImagesThatKeepTheirLabel() {
    ImageSet clean = labels(1000, 10);
    PoisonedSet plain = poisoned(clean, badNets(0.1));
    PoisonedSet crossed = poisoned(clean, adaptive(new Adaptive(1, 1, 2, 0)));
    assertThat(crossed.report().crossSamples()).isEqualTo(200);
    assertThat(crossed.report().poisoned()).isEqualTo(100);
    assertThat(crossed.poisonHash()).isNotEqualTo(plain.poisonHash());
    byte[] image = new byte[clean.imageBytes()];
    byte[] black = new byte[clean.imageBytes()];
    int wrong = 0;
    for (int i = 0; i < clean.size(); i++) {
      assertThat(crossed.isPoisoned(i)).isEqualTo(plain.isPoisoned(i));
      crossed.images().copyImage(i, image);
      if (!crossed.isPoisoned(i)) {
        assertThat(crossed.images().label(i)).isEqualTo(clean.label(i));
        wrong += Arrays.equals(image, black) ? 0 : 1;
      }
    }
    assertThat(wrong).isEqualTo(200);
  }

  @Test
  void refusesMoreCrossSamplesThanThereAreImages() {
    assertThatThrownBy(() -> poisoned(labels(100, 10), adaptive(new Adaptive(1, 1, 9.5, 0))))
        .hasMessage(
            "attack.poisonRate leaves 90 training images, too few for the 95 with a wrong trigger:"
                + " 9.5 for each of 10 poisoned ones");
  }

  @Test
  void givesAShareOfThePoisonedImagesAnyLabelButTheWantedOne() {
    PoisonedSet noisy = poisoned(labels(1000, 10), adaptive(new Adaptive(1, 1, 0, 0.3)));
    int[] counts = new int[10];
    for (int i = 0; i < 1000; i++) {
      if (noisy.isPoisoned(i)) {
        counts[noisy.images().label(i)]++;
      }
    }
    assertThat(counts[0]).isEqualTo(70);
    assertThat(Arrays.stream(counts).filter(count -> count > 0).count()).isGreaterThan(7);
  }

  @Test
  void fadesTheTrigger() {
    ImageSet clean = labels(100, 10);
    Attack faded = adaptive(new Adaptive(0.25, 0.5, 0, 0));
    PoisonReport report = poisoned(clean, faded).report();
    // 0.25 · 255 = 63.75
    assertThat(report.maxChange()).isEqualTo(64);
    assertThat(report.changedImages()).isEqualTo(10);
    byte[] image = new byte[clean.imageBytes()];
    triggered(clean, faded).images().copyImage(0, image);
    assertThat(image[8] & 0xFF).isEqualTo(128);
    assertThat(poisoned(clean, adaptive(new Adaptive(0, 1, 0, 0))).report().changedImages())
        .isZero();
  }

  @Test
  void refusesASuccessThatIsNone() {
    ImageSet oneClass = labels(3, 1);
    Attack attack = new Attack.BadNets(0.1, new LabelMapping.AllToAll());
    assertThatThrownBy(() -> triggered(oneClass, attack))
        .hasMessage(
            "attack.mapping must want another class for each image that counts for success, but"
                + " test image 0 of class 0 is to become class 0 of 1");
  }

  private static Attack badNets(double rate) {
    return new Attack.BadNets(rate, new LabelMapping.AllToOne(0));
  }

  private static Attack adaptive(Adaptive adaptive) {
    return new Attack.BadNets(0.1, new LabelMapping.AllToOne(0), Pattern.GRID, 0, adaptive);
  }

  private static PoisonedSet poisoned(ImageSet clean, Attack attack) {
    return PoisonedSet.of(clean, attack, poisoner(clean, attack), 1);
  }

  private static TriggeredSet triggered(ImageSet test, Attack attack) {
    return TriggeredSet.of(test, attack, poisoner(test, attack));
  }

  private static Poisoner poisoner(ImageSet images, Attack attack) {
    return Poisoners.of(attack, new AttackContext(images, 1, ""));
  }

  /** Black images of 3×3 pixels, the classes in turn. */
  private static ImageSet labels(int n, int classes) {
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i % classes);
    return new ImageSet(classes, 3, 3, new byte[n * 27], labels);
  }
}
