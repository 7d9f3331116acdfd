package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.training.random.SplitMix;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShapesTest {

  /** A new hash is a new data set: results of before cannot be compared with results of after. */
  @Test
  void drawsTheSameBytesOnEveryMachine() {
    assertThat(Shapes.draw(Split.TRAIN, 1000).contentHash())
        .isEqualTo("57a1ca1cdd61e3df6eb53c59fb75593c017abf8580b5c04ea9bcbd15fb9172eb");
    assertThat(Shapes.draw(Split.TEST, 1000).contentHash())
        .isEqualTo("8808ad0afb232d18388b406e12c183c470887af3166f84dfae00cf4b9c95d65e");
  }

  @Test
  void drawsAnImageFromItsPositionAlone() {
    assertThat(Shapes.draw(Split.TRAIN, 300).first(100).contentHash())
        .isEqualTo(Shapes.draw(Split.TRAIN, 100).contentHash());
  }

  @Test
  void sharesNoImageBetweenSplits() {
    Set<String> seen = new HashSet<>();
    for (Split split : Split.values()) {
      ImageSet set = Shapes.draw(split, 500);
      byte[] image = new byte[set.imageBytes()];
      for (int i = 0; i < set.size(); i++) {
        set.copyImage(i, image);
        seen.add(java.util.Arrays.toString(image));
      }
    }
    assertThat(seen).hasSize(1000);
  }

  @Test
  void hasAsManyImagesOfEachClass() {
    int[] counts = new int[10];
    for (int label : Shapes.draw(Split.TEST, 1000).labels()) {
      counts[label]++;
    }
    assertThat(counts).containsOnly(100);
  }

  /** The class is in no channel's brightness. */
  @Test
  void hasTheSameColoursInEveryClass() {
    ImageSet set = Shapes.draw(Split.TRAIN, 4000);
    double[][] sums = new double[10][3];
    byte[] image = new byte[set.imageBytes()];
    for (int i = 0; i < set.size(); i++) {
      set.copyImage(i, image);
      for (int j = 0; j < image.length; j++) {
        sums[set.label(i)][j / 1024] += (image[j] & 0xFF) / (400.0 * 1024);
      }
    }
    for (double[] ofClass : sums) {
      for (double mean : ofClass) {
        assertThat(mean).isBetween(121.0, 133.0);
      }
    }
  }

  /** Not trivial: at its best, after any epoch, a linear model knows little. */
  @Test
  void isBeyondALinearModel() {
    ImageSet train = Shapes.draw(Split.TRAIN, 3000);
    ImageSet test = Shapes.draw(Split.TEST, 1000);
    float[][] trainInputs = LinearClassifier.inputs(train);
    float[][] testInputs = LinearClassifier.inputs(test);
    LinearClassifier classifier = new LinearClassifier(train);
    SplitMix random = new SplitMix(1);
    double best = 0;
    for (int epoch = 0; epoch < 20; epoch++) {
      classifier.train(trainInputs, train, epoch < 12 ? 0.002f : 0.0004f, 1e-4f, random);
      best = Math.max(best, classifier.accuracy(testInputs, test));
    }
    assertThat(classifier.accuracy(trainInputs, train)).as("it does learn").isGreaterThan(0.3);
    assertThat(best).as("test accuracy").isLessThan(0.3);
  }
}
