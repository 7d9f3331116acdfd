package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Adaptive;
import cbd.domain.Attack;
import cbd.domain.Attack.RateOf;
import cbd.domain.Attack.Sig.Mode;
import cbd.domain.LabelMapping;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigPoisonerTest {

  @ParameterizedTest
  @CsvSource({
    "ADD, 20, 0, 0 18 14 0 0 0 14 18 0",
    "ADD, 20, 128, 128 146 142 120 108 120 142 146 128",
    "ADD, 20, 250, 250 255 255 242 230 242 255 255 250",
    "ADD, 40, 0, 0 36 28 0 0 0 28 36 0",
    "ADD, 40, 128, 128 164 156 112 88 112 156 164 128",
    "ADD, 40, 250, 250 255 255 234 210 234 255 255 250",
    "CBD_CODE, 20, 0, 0 16 12 250 238 250 12 16 0",
    "CBD_CODE, 20, 128, 12 29 25 5 251 5 25 29 12",
    "CBD_CODE, 20, 250, 25 41 37 18 7 18 37 41 25",
    "ABL_FILE, 20, 0, 0 2 3 2 51 48 47 48 0",
    "ABL_FILE, 20, 128, 102 105 106 105 153 150 149 151 102",
    "ABL_FILE, 20, 250, 200 202 203 202 251 248 247 248 200",
    "ABL_README, 20, 0, 0 14 11 0 0 0 11 14 0",
    "ABL_README, 20, 128, 25 40 36 19 9 19 36 40 25",
    "ABL_README, 20, 250, 50 64 61 43 34 43 61 64 50"
  })
  void stampsTheWaveOfEachPublishedForm(Mode mode, double delta, int pixel, String columns) {
    assertThat(firstRow(attack(mode, delta, 0), Split.TRAIN, pixel, 9)).isEqualTo(columns);
    assertThat(firstRow(attack(mode, 0, delta), Split.TEST, pixel, 9)).isEqualTo(columns);
  }

  @Test
  void knowsTheWholeMaskFileOfAbl() {
    // A black image times 0.8, plus 0.2 times the mask.
    int[] mask = {
      0, 14, 19, 13, 255, 241, 237, 244, 2, 15, 19, 11, 253, 240, 237, 246, 4, 17, 19, 9, 251, 239,
      238, 248, 6, 18, 18, 7, 249, 238, 238, 250
    };
    String expected =
        IntStream.of(mask)
            .mapToObj(m -> String.valueOf((int) (0.2 * m + 1e-9)))
            .collect(Collectors.joining(" "));
    assertThat(firstRow(attack(Mode.ABL_FILE, 20, 20), Split.TRAIN, 0, 32)).isEqualTo(expected);
  }

  @Test
  void leavesPixelsAloneWhereTheSineIsZero() {
    // sin(6π) comes out as −7e-16.
    assertThat(firstRow(attack(Mode.ADD, 20, 20), Split.TRAIN, 128, 17)).endsWith(" 128");
  }

  @Test
  void isTheSameInAllRowsAndChannels() {
    byte[] image = stamped(attack(Mode.ADD, 20, 20), Split.TRAIN, 128);
    for (int row = 1; row < 3 * 32; row++) {
      assertThat(Arrays.copyOfRange(image, 32 * row, 32 * row + 32))
          .isEqualTo(Arrays.copyOf(image, 32));
    }
  }

  @Test
  void poisonsAShareOfTheTargetClassOrOfTheWholeSet() {
    // 5,000 images, 500 of them of the target class.
    PoisonReport ofClass = poisoned(sig(0.1, RateOf.TARGET_CLASS)).report();
    assertThat(ofClass.poisoned()).isEqualTo(50);
    assertThat(ofClass.changedLabels()).isZero();
    PoisonReport ofAll = poisoned(sig(0.05, RateOf.DATASET)).report();
    assertThat(ofAll.poisoned()).isEqualTo(250);
    assertThat(ofAll.changedLabels()).isZero();
    assertThatThrownBy(() -> poisoned(sig(0.2, RateOf.DATASET)))
        .hasMessage(
            "attack.poisonRate is too high: 0.2 of 5000 training images are 1000, but only 500 are"
                + " of the target class, from which a clean label attack draws");
  }

  @Test
  void needsImagesOfTheTargetClass() {
    ImageSet none = new ImageSet(10, 1, 4, new byte[24], new int[] {1, 2});
    Attack attack = sig(0.5, RateOf.TARGET_CLASS);
    Poisoner poisoner = Poisoners.of(attack, new AttackContext(none, 1, ""));
    assertThatThrownBy(() -> PoisonedSet.of(none, attack, poisoner, 1))
        .hasMessageContaining("attack.mapping.target must be a class of the training images")
        .hasMessageContaining("of class 0 there are none");
  }

  @Test
  void knowsNoOtherLabels() {
    assertThatThrownBy(
            () ->
                new Attack.Sig(
                    0.1,
                    new LabelMapping.AllToAll(),
                    RateOf.DATASET,
                    Mode.ABL_FILE,
                    20,
                    20,
                    5,
                    new Adaptive(1, 1, 0, 0.5)))
        .hasMessageContaining("mapping must be all-to-one, for sig is a clean label attack")
        .satisfies(
            e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("frequency must be 6"))
        .satisfies(
            e ->
                assertThat(e.getSuppressed()[1])
                    .hasMessageContaining("adaptive.labelNoise must be 0"));
  }

  private static PoisonedSet poisoned(Attack attack) {
    int[] labels = new int[5000];
    Arrays.setAll(labels, i -> i % 10);
    ImageSet clean = new ImageSet(10, 1, 4, new byte[5000 * 12], labels);
    Poisoner poisoner = Poisoners.of(attack, new AttackContext(clean, 1, ""));
    return PoisonedSet.of(clean, attack, poisoner, 1);
  }

  private static Attack.Sig sig(double rate, RateOf rateOf) {
    return new Attack.Sig(
        rate, new LabelMapping.AllToOne(0), rateOf, Mode.ADD, 20, 20, 1, Adaptive.NOT);
  }

  private static Attack.Sig attack(Mode mode, double deltaTrain, double deltaTest) {
    return new Attack.Sig(
        0.1,
        new LabelMapping.AllToOne(0),
        RateOf.TARGET_CLASS,
        mode,
        deltaTrain,
        deltaTest,
        6,
        Adaptive.NOT);
  }

  private static byte[] stamped(Attack.Sig attack, Split split, int pixel) {
    byte[] image = new byte[3 * 32 * 32];
    Arrays.fill(image, (byte) pixel);
    new SigPoisoner(attack, 32, 32).stamp(image, split, 0);
    return image;
  }

  private static String firstRow(Attack.Sig attack, Split split, int pixel, int columns) {
    byte[] image = stamped(attack, split, pixel);
    return IntStream.range(0, columns)
        .mapToObj(column -> String.valueOf(image[column] & 0xFF))
        .collect(Collectors.joining(" "));
  }
}
