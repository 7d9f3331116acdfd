package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Watermark;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.engine.TrainingEngine;
import cbd.training.stage.StageStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatermarkSearchTest {
  private static final ImageSet IMAGES = Datasets.load(Dataset.SHAPES, Split.TRAIN, 64, "");
  private static final String SMALL =
      "\"images\": 64, \"model\": \"wrn-10-1\", \"epochs\": 2, \"batchSize\": 16, \"steps\": 40";

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");
  private final List<Progress> progress = new ArrayList<>();
  private final Workshop workshop = Workshops.in(manager, StageStore.NONE, progress::add);

  @AfterEach
  void free() {
    manager.close();
  }

  @Test
  void makesTheNeuronsAnswerMoreStronglyThanTheNoiseDid() {
    WatermarkSearch.Found found = search("\"epsilon\": 1.0, \"size\": 5").find(25, 25, 5);
    assertThat(found.cost()).isLessThan(found.firstCost());
    for (double[][] plane : found.pattern()) {
      assertThat(plane).hasDimensions(5, 5);
      for (double[] row : plane) {
        assertThat(Arrays.stream(row).boxed()).allMatch(value -> value >= 0 && value <= 255);
      }
    }
    assertThat(progress).filteredOn(step -> step.step() == 4).hasSize(2);
    assertThat(progress).extracting(Progress::phase).containsOnly(Phase.ATTACK);
  }

  @Test
  void findsTheSameForTheSameSeedOnly() {
    byte[] one = stamped(7);
    assertThat(stamped(7)).isEqualTo(one);
    assertThat(stamped(8)).isNotEqualTo(one);
    byte[] clean = image();
    for (int i = 0; i < clean.length; i++) {
      int row = i / 32 % 32;
      int column = i % 32;
      boolean inside = row >= 25 && row < 28 && column >= 25 && column < 28;
      assertThat(inside || one[i] == clean[i]).isTrue();
    }
    assertThat(Arrays.equals(clean, one)).isFalse();
  }

  @Test
  void refusesAWatermarkThatLeavesTheImage() {
    assertThatThrownBy(
            () -> Poisoners.of(attack("\"size\": 8"), new AttackContext(IMAGES, 7, "", workshop)))
        .hasMessageContaining("attack.watermark.size must be at most 7")
        .hasMessageContaining("but was 8");
  }

  private WatermarkSearch search(String settings) {
    Watermark.Generated generated = (Watermark.Generated) attack(settings).watermark();
    return new WatermarkSearch(generated, IMAGES, workshop, 7);
  }

  private static Attack.Trojan attack(String settings) {
    return RecordReader.read(
        Attack.Trojan.class,
        JsonText.parse("{\"watermark\": {\"type\": \"generated\", " + merged(settings) + "}}"));
  }

  /** Small settings, of which given ones win. */
  private static String merged(String settings) {
    List<String> all = new ArrayList<>(List.of(settings.split(", ", -1)));
    for (String small : SMALL.split(", ", -1)) {
      String name = small.substring(0, small.indexOf(':'));
      if (all.stream().noneMatch(given -> given.startsWith(name))) {
        all.add(small);
      }
    }
    return String.join(", ", all);
  }

  private byte[] stamped(long seed) {
    byte[] image = image();
    Poisoners.of(attack("\"epochs\": 1"), new AttackContext(IMAGES, seed, "", workshop))
        .stamp(image, Split.TRAIN, 0);
    return image;
  }

  private static byte[] image() {
    byte[] image = new byte[IMAGES.imageBytes()];
    IMAGES.copyImage(0, image);
    return image;
  }
}
