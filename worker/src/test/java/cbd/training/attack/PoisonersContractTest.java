package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.LabelMapping;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  /** Every attack with its default settings, under each label mapping that it knows. */
  static List<Attack> attacks() {
    return kinds(Attack.class)
        .flatMap(type -> Stream.of(MAPPINGS).flatMap(mapping -> attack(type, 0.15, mapping)))
        .toList();
  }

  private static Stream<Class<? extends Attack>> kinds(Class<? extends Attack> choice) {
    return Stream.of(choice.getPermittedSubclasses())
        .map(type -> type.asSubclass(Attack.class))
        .flatMap(type -> type.isRecord() ? Stream.of(type) : kinds(type));
  }

  private static Attack same(Attack attack, double rate) {
    return attack(attack.getClass(), rate, attack.mapping()).findFirst().orElseThrow();
  }

  /** None when it is a clean label attack, which knows no mapping but all-to-one. */
  private static Stream<Attack> attack(
      Class<? extends Attack> type, double rate, LabelMapping mapping) {
    Map<String, Tree> settings = new LinkedHashMap<>();
    settings.put("poisonRate", Tree.Scalar.of(rate));
    settings.put("mapping", RecordWriter.tree(mapping));
    if (type == Attack.Dynamic.class) {
      if (mapping instanceof LabelMapping.AllToAll) {
        return Stream.empty(); // Slow, and nothing but its training depends on the mapping.
      }
      settings.put("networks", JsonText.parse(Workshops.SMALL_NETWORKS));
    }
    try {
      return Stream.of(RecordReader.read(type, Tree.Mapping.of(settings)));
    } catch (InvalidTextException e) {
      assertThat(e).hasMessageContaining("mapping must be all-to-one");
      assertThat(attack(type, rate, MAPPINGS[0]).findFirst().orElseThrow().cleanLabel()).isTrue();
      return Stream.empty();
    }
  }

  private static Poisoner poisoner(Attack attack) {
    return Poisoners.of(attack, new AttackContext(CLEAN, 7, "", Workshops.shared()));
  }

  private static PoisonedSet poisoned(Attack attack, long seed) {
    return PoisonedSet.of(CLEAN, attack, poisoner(attack), seed);
  }

  /** The images an attack may poison. */
  private static List<Integer> candidates(Attack attack) {
    return IntStream.range(0, CLEAN.size())
        .filter(i -> !attack.cleanLabel() || CLEAN.label(i) == 3)
        .boxed()
        .toList();
  }

  /** The images that an attack's rate counts. */
  private static int counted(Attack attack) {
    return attack.rateOf() == Attack.RateOf.DATASET ? CLEAN.size() : candidates(attack).size();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void poisonsTheSameWayForTheSameSeedOnly(Attack attack) {
    PoisonedSet poisoned = poisoned(attack, 7);
    assertThat(poisoned(attack, 7).images().contentHash())
        .isEqualTo(poisoned.images().contentHash());
    assertThat(poisoned(attack, 7).poisonHash()).isEqualTo(poisoned.poisonHash());
    assertThat(poisoned(attack, 8).poisonHash()).isNotEqualTo(poisoned.poisonHash());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void poisonsExactlyTheAskedNumberAndLeavesTheOthersAlone(Attack attack) {
    PoisonedSet poisoned = poisoned(attack, 7);
    Poisoner poisoner = poisoner(attack);
    byte[] before = new byte[CLEAN.imageBytes()];
    byte[] after = new byte[CLEAN.imageBytes()];
    int touched = 0;
    for (int i = 0; i < CLEAN.size(); i++) {
      CLEAN.copyImage(i, before);
      poisoned.images().copyImage(i, after);
      assertThat(Arrays.equals(before, after)).isEqualTo(!poisoned.isPoisoned(i));
      if (poisoned.isPoisoned(i)) {
        touched++;
        poisoner.stamp(before, Split.TRAIN, i);
        assertThat(after).isEqualTo(before);
        assertThat(candidates(attack)).contains(i);
        assertThat(poisoned.images().label(i))
            .isEqualTo(attack.mapping().wanted(CLEAN.label(i), 10));
      } else {
        assertThat(poisoned.images().label(i)).isEqualTo(CLEAN.label(i));
      }
    }
    assertThat(touched).isEqualTo((int) (0.15 * counted(attack))).isGreaterThan(1);
    assertThat(poisoned.report().poisoned()).isEqualTo(touched);
    assertThat(poisoned.report().changedImages()).isEqualTo(touched);
    assertThat(poisoned.report().crossSamples()).isZero();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void choosesFromAllCandidates(Attack attack) {
    if (attack.rateOf() == Attack.RateOf.DATASET && !attack.cleanLabel()) {
      assertThat(poisoned(same(attack, 1), 7).report().poisoned()).isEqualTo(203);
    } else {
      assertThat(poisoned(same(attack, 1), 7).report().poisoned())
          .isEqualTo(candidates(attack).size());
    }
    PoisonReport report = poisoned(attack, 7).report();
    if (attack.cleanLabel()) {
      assertThat(report.changedLabels()).isZero();
    } else if (attack.mapping() instanceof LabelMapping.AllToOne) {
      // Of 30 images about 3 are of the target class already.
      assertThat(report.changedLabels()).isBetween(20, 29);
    } else {
      assertThat(report.changedLabels()).isEqualTo(30);
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void triggersEveryTestImageThatCounts(Attack attack) {
    Poisoner poisoner = poisoner(attack);
    TriggeredSet triggered = TriggeredSet.of(CLEAN, attack, poisoner);
    byte[] expected = new byte[CLEAN.imageBytes()];
    byte[] actual = new byte[CLEAN.imageBytes()];
    int next = 0;
    for (int i = 0; i < CLEAN.size(); i++) {
      if (attack.mapping().countsForSuccess(CLEAN.label(i))) {
        CLEAN.copyImage(i, expected);
        poisoner.stamp(expected, Split.TEST, i);
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
  void knowsWrongTriggersOfItsKind(Attack attack) {
    Poisoner poisoner = poisoner(attack);
    byte[] clean = new byte[CLEAN.imageBytes()];
    byte[] right = new byte[CLEAN.imageBytes()];
    byte[] wrong = new byte[CLEAN.imageBytes()];
    byte[] again = new byte[CLEAN.imageBytes()];
    for (int i = 0; i < CLEAN.size(); i++) {
      CLEAN.copyImage(i, clean);
      CLEAN.copyImage(i, right);
      CLEAN.copyImage(i, wrong);
      CLEAN.copyImage(i, again);
      poisoner.stamp(right, Split.TRAIN, i);
      poisoner.stampWrong(wrong, i, SplitMix.at(7, "wrong", i));
      poisoner.stampWrong(again, i, SplitMix.at(7, "wrong", i));
      assertThat(wrong).isEqualTo(again).isNotEqualTo(right).isNotEqualTo(clean);
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void refusesARateThatPoisonsNothingButAcceptsZero(Attack attack) {
    Attack tooLittle = same(attack, 0.004);
    assertThatThrownBy(() -> poisoned(tooLittle, 7))
        .isInstanceOf(PoisonsNothingException.class)
        .hasMessageContaining("attack.poisonRate 0.004 of " + counted(attack) + " training images")
        .hasMessageContaining("is not one image");
    assertThat(poisoned(same(attack, 0), 7).images().contentHash()).isEqualTo(CLEAN.contentHash());
  }

  @Test
  void coversEveryAttack() {
    assertThat(attacks().stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(kinds(Attack.class).toList());
  }
}
