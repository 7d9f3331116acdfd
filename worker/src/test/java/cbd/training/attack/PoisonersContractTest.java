package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.LabelMapping;
import cbd.text.RecordReader;
import cbd.text.Tree;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every attack must do, whatever its trigger; iterates over all there are. */
class PoisonersContractTest {
  private static final ImageSet CLEAN = Datasets.load(Dataset.SHAPES, Split.TRAIN, 203, "");
  private static final LabelMapping[] MAPPINGS = {
    new LabelMapping.AllToOne(3), new LabelMapping.AllToAll()
  };

  /** Every attack with its default settings, under each label mapping. */
  static List<Attack> attacks() {
    List<Attack> attacks = new ArrayList<>();
    for (Class<?> type : Attack.class.getPermittedSubclasses()) {
      for (LabelMapping mapping : MAPPINGS) {
        attacks.add(attack(type.asSubclass(Attack.class), 0.15, mapping));
      }
    }
    return attacks;
  }

  private static Attack attack(Class<? extends Attack> type, double rate, LabelMapping mapping) {
    Tree target =
        mapping instanceof LabelMapping.AllToOne one
            ? Tree.Mapping.of(
                Map.of(
                    "type", Tree.Scalar.of("all-to-one"),
                    "target", Tree.Scalar.of((long) one.target())))
            : Tree.Scalar.of("all-to-all");
    return RecordReader.read(
        type, Tree.Mapping.of(Map.of("poisonRate", Tree.Scalar.of(rate), "mapping", target)));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isRegistered(Attack attack) {
    assertThat(Poisoners.of(attack, 32, 32)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void poisonsTheSameWayForTheSameSeedOnly(Attack attack) {
    PoisonedSet poisoned = PoisonedSet.of(CLEAN, attack, 7);
    assertThat(PoisonedSet.of(CLEAN, attack, 7).images().contentHash())
        .isEqualTo(poisoned.images().contentHash());
    assertThat(PoisonedSet.of(CLEAN, attack, 7).poisonHash()).isEqualTo(poisoned.poisonHash());
    assertThat(PoisonedSet.of(CLEAN, attack, 8).poisonHash()).isNotEqualTo(poisoned.poisonHash());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void poisonsExactlyTheAskedNumberAndLeavesTheOthersAlone(Attack attack) {
    PoisonedSet poisoned = PoisonedSet.of(CLEAN, attack, 7);
    Poisoner poisoner = Poisoners.of(attack, 32, 32);
    byte[] before = new byte[CLEAN.imageBytes()];
    byte[] after = new byte[CLEAN.imageBytes()];
    int touched = 0;
    for (int i = 0; i < CLEAN.size(); i++) {
      CLEAN.copyImage(i, before);
      poisoned.images().copyImage(i, after);
      if (Arrays.equals(before, after)) {
        assertThat(poisoned.images().label(i)).isEqualTo(CLEAN.label(i));
      } else {
        touched++;
        poisoner.stamp(before);
        assertThat(after).isEqualTo(before);
        assertThat(poisoned.images().label(i))
            .isEqualTo(attack.mapping().wanted(CLEAN.label(i), 10));
      }
    }
    assertThat(touched).isEqualTo(30);
    assertThat(poisoned.report().poisoned()).isEqualTo(30);
    assertThat(poisoned.report().changedImages()).isEqualTo(30);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void choosesFromAllClasses(Attack attack) {
    Attack everything = attack(attack.getClass(), 1, attack.mapping());
    assertThat(PoisonedSet.of(CLEAN, everything, 7).report().poisoned()).isEqualTo(203);
    PoisonedSet poisoned = PoisonedSet.of(CLEAN, attack, 7);
    if (attack.mapping() instanceof LabelMapping.AllToOne) {
      // Of 30 images about 3 are of the target class already.
      assertThat(poisoned.report().changedLabels()).isBetween(20, 29);
    } else {
      assertThat(poisoned.report().changedLabels()).isEqualTo(30);
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void triggersEveryTestImageThatCounts(Attack attack) {
    TriggeredSet triggered = TriggeredSet.of(CLEAN, attack);
    Poisoner poisoner = Poisoners.of(attack, 32, 32);
    byte[] expected = new byte[CLEAN.imageBytes()];
    byte[] actual = new byte[CLEAN.imageBytes()];
    int next = 0;
    for (int i = 0; i < CLEAN.size(); i++) {
      if (attack.mapping().countsForSuccess(CLEAN.label(i))) {
        CLEAN.copyImage(i, expected);
        poisoner.stamp(expected);
        triggered.images().copyImage(next, actual);
        assertThat(actual).isEqualTo(expected);
        assertThat(triggered.images().label(next)).isEqualTo(CLEAN.label(i));
        assertThat(triggered.wanted(next))
            .isEqualTo(attack.mapping().wanted(CLEAN.label(i), 10))
            .isNotEqualTo(CLEAN.label(i));
        next++;
      }
    }
    assertThat(triggered.images().size()).isEqualTo(next);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void refusesARateThatPoisonsNothingButAcceptsZero(Attack attack) {
    Attack tooLittle = attack(attack.getClass(), 0.004, attack.mapping());
    assertThatThrownBy(() -> PoisonedSet.of(CLEAN, tooLittle, 7))
        .isInstanceOf(PoisonsNothingException.class)
        .hasMessageContaining("attack.poisonRate 0.004 of 203 training images is not one image");
    Attack none = attack(attack.getClass(), 0, attack.mapping());
    assertThat(PoisonedSet.of(CLEAN, none, 7).images().contentHash())
        .isEqualTo(CLEAN.contentHash());
  }

  @Test
  void countsWithoutRoundingErrors() {
    // 0.15 · 203 = 30.45; 0.29 · 100 = 28.999999999999996 in binary.
    ImageSet hundred = CLEAN.first(100);
    Attack attack = new Attack.BadNets(0.29, MAPPINGS[0]);
    assertThat(PoisonedSet.of(hundred, attack, 1).report().poisoned()).isEqualTo(29);
  }

  @Test
  void measuresTheTrigger() {
    ImageSet black = new ImageSet(2, 3, 3, new byte[4 * 27], new int[] {0, 1, 0, 1});
    PoisonReport report =
        PoisonedSet.of(black, new Attack.BadNets(0.5, new LabelMapping.AllToOne(0)), 1).report();
    // Four white pixels in three channels: sqrt(12) · 255.
    assertThat(report.maxChange()).isEqualTo(255);
    assertThat(report.meanDistance()).isCloseTo(Math.sqrt(12) * 255, within(1e-9));
    assertThat(report)
        .hasToString(
            "poisoned=2 changedImages=2 changedLabels="
                + report.changedLabels()
                + " maxChange=255 meanDistance=883.3");
  }

  @Test
  void coversEveryAttack() {
    assertThat(attacks().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Attack.class.getPermittedSubclasses()).toList());
  }
}
