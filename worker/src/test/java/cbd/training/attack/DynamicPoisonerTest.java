package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.LabelMapping;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.TriggerNetworks;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.engine.TrainingEngine;
import cbd.training.random.SplitMix;
import cbd.training.stage.StageStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DynamicPoisonerTest {
  private static final ImageSet IMAGES = Datasets.load(Dataset.SHAPES, Split.TRAIN, 64, "");

  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");
  private final List<Progress> progress = new ArrayList<>();
  private final Workshop workshop = Workshops.in(manager, StageStore.NONE, progress::add);

  @AfterEach
  void free() {
    manager.close();
  }

  private static Attack.Dynamic attack(String networks) {
    return RecordReader.read(
        Attack.Dynamic.class, JsonText.parse("{\"networks\": " + networks + "}"));
  }

  private Poisoner poisoner(Attack.Dynamic attack, long seed) {
    return Poisoners.of(attack, new AttackContext(IMAGES, seed, "", workshop));
  }

  @Test
  void lossesFallAndMasksComeDownToTheDensity() {
    TriggerNetworks settings =
        attack(
                "{\"batchSize\": 16, \"maskEpochs\": 6, \"maskLrMilestones\": [4],"
                    + " \"jointEpochs\": 4, \"density\": 0.1}")
            .networks();
    InputAwareTraining training =
        new InputAwareTraining(settings, new LabelMapping.AllToOne(0), IMAGES, workshop, 7);
    try (InputAwareTrigger trigger = new InputAwareTrigger(manager, 7)) {
      training.train(trigger);
    }
    List<InputAwareTraining.Epoch> epochs = training.epochs();
    assertThat(epochs).hasSize(10);
    assertThat(epochs.get(5).loss()).isLessThan(0.75 * epochs.get(0).loss());
    assertThat(epochs.get(5).coverage())
        .isLessThan(epochs.get(0).coverage())
        .isLessThan(2 * settings.density());
    assertThat(epochs.get(9).loss()).isLessThan(epochs.get(6).loss());
  }

  @Test
  void tellsOfEachStepAndMayBeStoppedThere() {
    poisoner(attack(Workshops.SMALL_NETWORKS), 7).stamp(new byte[3072], Split.TRAIN, 0);
    assertThat(progress).extracting(Progress::phase).containsOnly(Phase.ATTACK);
    assertThat(progress).filteredOn(step -> step.step() == 2).hasSize(2);

    Workshop impatient =
        Workshops.in(
            manager,
            StageStore.NONE,
            step -> {
              throw new IllegalStateException("asked to stop");
            });
    Poisoner stopped =
        Poisoners.of(attack(Workshops.SMALL_NETWORKS), new AttackContext(IMAGES, 7, "", impatient));
    assertThatThrownBy(() -> stopped.stamp(new byte[3072], Split.TRAIN, 0))
        .hasMessage("asked to stop");
  }

  @Test
  void givesEachImageItsOwnTriggerTheSameForTheSameSeedOnly() {
    Poisoner one = poisoner(attack(Workshops.SMALL_NETWORKS), 7);
    Poisoner same = poisoner(attack(Workshops.SMALL_NETWORKS), 7);
    Poisoner other = poisoner(attack(Workshops.SMALL_NETWORKS), 8);
    byte[] clean = image(3);
    assertThat(stamped(one)).isEqualTo(stamped(same)).isNotEqualTo(clean);
    assertThat(stamped(other)).isNotEqualTo(stamped(one));

    byte[] wrong = image(3);
    one.stampWrong(wrong, 3, SplitMix.at(7, "wrong"));
    assertThat(wrong).isNotEqualTo(clean).isNotEqualTo(stamped(one));
  }

  @Test
  void saysThatItCannotWorkOutsideATrial() {
    assertThatThrownBy(
            () -> Poisoners.of(attack(Workshops.SMALL_NETWORKS), new AttackContext(IMAGES, 7, "")))
        .hasMessageContaining("something to train first");
  }

  private static byte[] stamped(Poisoner poisoner) {
    byte[] image = image(3);
    poisoner.stamp(image, Split.TRAIN, 3);
    return image;
  }

  private static byte[] image(int index) {
    byte[] image = new byte[IMAGES.imageBytes()];
    IMAGES.copyImage(index, image);
    return image;
  }
}
