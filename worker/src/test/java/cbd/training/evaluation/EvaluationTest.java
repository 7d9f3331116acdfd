package cbd.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import cbd.domain.Attack;
import cbd.domain.LabelMapping;
import cbd.domain.Scores;
import cbd.training.attack.AttackContext;
import cbd.training.attack.Poisoners;
import cbd.training.attack.TriggeredSet;
import cbd.training.data.DeviceImages;
import cbd.training.data.ImageSet;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.Parameters;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = TrainingEngine.start(1).newManager("cpu");
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private static TriggeredSet triggered(ImageSet test, LabelMapping mapping) {
    Attack attack = new Attack.BadNets(0.1, mapping);
    return TriggeredSet.of(test, attack, Poisoners.of(attack, new AttackContext(test, 0, "")));
  }

  @Test
  void measuresANetworkThatFallsForTheTriggerHalfOfTheTime() {
    // Class k is brightness 20·k; the network reads it off, unless the corner is white and the
    // brightness is below 80: then it answers 0, the target.
    ImageSet test = brightness(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 8);
    TriggeredSet triggered = triggered(test, new LabelMapping.AllToOne(0));
    Scores scores = Evaluation.of(manager, new BrightnessReader(4), test, triggered, () -> {});
    assertThat(scores.cleanAccuracy()).isEqualTo(1);
    assertThat(scores.attackSuccessRate()).isEqualTo(3 / 11.0);
    assertThat(scores.robustAccuracy()).isEqualTo(8 / 11.0);
  }

  @Test
  void leavesTheTargetClassOutOfTheSuccessRate() {
    ImageSet test = brightness(0, 0, 0, 5);
    TriggeredSet triggered = triggered(test, new LabelMapping.AllToOne(0));
    Scores scores = Evaluation.of(manager, new BrightnessReader(0), test, triggered, () -> {});
    assertThat(scores).isEqualTo(new Scores(1, 0, 1, 1));
  }

  @Test
  void measuresCleanAccuracyAlsoWithoutTheTargetClass() {
    // The network reads 0, 1, 2, 3 off; the second image, of the target class, it gets wrong.
    byte[] pixels = brightness(0, 1, 2, 3).pixels();
    ImageSet test = new ImageSet(10, 4, 4, pixels, new int[] {0, 0, 2, 3});
    BrightnessReader reader = new BrightnessReader(0);
    Scores one =
        Evaluation.of(
            manager, reader, test, triggered(test, new LabelMapping.AllToOne(0)), () -> {});
    assertThat(one.cleanAccuracy()).isEqualTo(0.75);
    assertThat(one.cleanAccuracyNonTarget()).isEqualTo(1);
    Scores all =
        Evaluation.of(
            manager, reader, test, triggered(test, new LabelMapping.AllToAll()), () -> {});
    assertThat(all.cleanAccuracyNonTarget()).as("every class counts").isEqualTo(0.75);
    ImageSet targets = brightness(0, 0);
    Scores none =
        Evaluation.of(
            manager, reader, targets, triggered(targets, new LabelMapping.AllToOne(0)), () -> {});
    assertThat(none.cleanAccuracyNonTarget()).isNaN();
  }

  @Test
  void countsTheNextClassAsSuccessWhenAllMapToAll() {
    ImageSet test = brightness(4, 9);
    TriggeredSet triggered = triggered(test, new LabelMapping.AllToAll());
    // Falls for every trigger with the answer 0: wanted for class 9 only.
    Scores scores = Evaluation.of(manager, new BrightnessReader(10), test, triggered, () -> {});
    assertThat(scores).isEqualTo(new Scores(1, 0.5, 0, 1));
  }

  @Test
  void givesTheSameAnswersForSetsLargerThanABatch() {
    int[] labels = new int[1000];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i * 7 % 10;
    }
    AtomicInteger batches = new AtomicInteger();
    try (DeviceImages images = new DeviceImages(manager, brightness(labels))) {
      assertThat(
              Evaluation.predictions(
                  manager, new BrightnessReader(0), images, batches::incrementAndGet))
          .isEqualTo(labels);
    }
    assertThat(batches).as("signs of life for 1000 images").hasValue(4);
  }

  @Test
  void takesTheLowestOfEqualLogitsAndNoneOfNonsense() {
    float[] logits = {1, 3, 3, 1, Float.NaN, 3, Float.NaN, 1, 3, 2, 1, 0};
    NDArray rows = manager.create(logits, new Shape(4, 3));
    assertThat(Evaluation.classes(rows).toIntArray()).containsExactly(1, -1, -1, 0);
  }

  private static ImageSet brightness(int... labels) {
    byte[] pixels = new byte[labels.length * 48];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (20 * labels[i / 48]);
    }
    return new ImageSet(10, 4, 4, pixels, labels);
  }

  /** Answers the class by the top left pixel; class 0 if below a class and the corner is white. */
  private record BrightnessReader(int fallsBelow) implements FeatureNetwork {
    @Override
    public Output forward(NDArray images, Mode mode) {
      assertThat(mode).isEqualTo(Mode.EVALUATE);
      int n = (int) images.getShape().get(0);
      float[] pixels = images.toFloatArray();
      float[] logits = new float[n * 10];
      for (int i = 0; i < n; i++) {
        int label = Math.round(pixels[i * 48] * 255 / 20);
        boolean white = pixels[i * 48 + 15] == 1;
        logits[i * 10 + (white && label < fallsBelow ? 0 : label)] = 1;
      }
      NDArray result = images.getManager().create(logits).reshape(n, 10);
      return new Output(result, result);
    }

    @Override
    public Parameters parameters() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, NDArray> buffers() {
      return Map.of();
    }

    @Override
    public int embeddingWidth() {
      return 10;
    }

    @Override
    public int classes() {
      return 10;
    }

    @Override
    public void close() {}
  }
}
