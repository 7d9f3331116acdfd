package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Adaptive;
import cbd.domain.Attack;
import cbd.domain.Attack.WaNet.Rounding;
import cbd.domain.LabelMapping;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaNetPoisonerTest {
  private static final Offset<Double> SIX_DIGITS = within(6e-7);
  private static final int SIDE = 32;

  @Test
  void weighsFourSamplesAsPyTorchDoes() {
    assertThat(WarpField.cubic(0.25))
        .containsExactly(new double[] {-.105469, .878906, .261719, -.035156}, SIX_DIGITS);
    assertThat(WarpField.cubic(0.5))
        .containsExactly(new double[] {-.09375, .59375, .59375, -.09375}, SIX_DIGITS);
  }

  @Test
  void interpolatesALineCornerToCorner() {
    double[] smooth = WarpField.smooth(new double[] {0, 1, 0, -1}, SIDE);
    assertThat(Arrays.copyOf(smooth, 12))
        .containsExactly(
            new double[] {
              0, .085496, .192290, .313585, .442583, .572488, .696502, .807828, .899668, .965224,
              .997701, .993891
            },
            SIX_DIGITS);
    assertThat(smooth[31]).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 20, -1.010148, .603042, .274539, -.345416",
    "16, 16, 1.086031, -1.041810, .049227, .015980",
    "5, 7, .433463, .190166, -.541614, -.674448",
    "31, 0, 1.818182, -.363636, -.971591, .994318",
    "31, 31, 1.090909, -1.090909, 1, .982955"
  })
  void warpsByTheAuthorsArithmetic(
      int row, int column, double noiseX, double noiseY, double sourceX, double sourceY) {
    double[][][] control = control();
    assertThat(control[0][0])
        .containsExactly(new double[] {-1.818182, -.727273, .363636, 1.454545}, SIX_DIGITS);
    assertThat(WarpField.smooth(control[0], SIDE, SIDE)[row][column]).isCloseTo(noiseX, SIX_DIGITS);
    assertThat(WarpField.smooth(control[1], SIDE, SIDE)[row][column]).isCloseTo(noiseY, SIX_DIGITS);
    assertThat(golden(Rounding.HALF_UP).source(row, column))
        .containsExactly(new double[] {sourceX, sourceY}, SIX_DIGITS);
  }

  @Test
  void movesPixelsByLessThanHalfAPixel() {
    double max = 0;
    double sum = 0;
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double[] source = golden(Rounding.HALF_UP).source(row, column);
        double right = (source[0] + 1) / 2 * (SIDE - 1) - column;
        double down = (source[1] + 1) / 2 * (SIDE - 1) - row;
        max = Math.max(max, Math.max(Math.abs(right), Math.abs(down)));
        sum += Math.abs(right) + Math.abs(down);
      }
    }
    assertThat(max).isCloseTo(.476626, SIX_DIGITS);
    assertThat(sum / (2 * SIDE * SIDE)).isCloseTo(.160721, SIX_DIGITS);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 20, 154, 146.674673",
    "16, 16, 172, 171.033113",
    "5, 7, 46, 52.372263",
    "31, 31, 14, 24.303977"
  })
  void fetchesPixelsFromBetweenPixels(int row, int column, int before, double after) {
    byte[] image = picture();
    int at = row * SIDE + column;
    assertThat(image[at] & 0xFF).isEqualTo(before);
    double[] source = golden(Rounding.HALF_UP).source(row, column);
    assertThat(WaNetPoisoner.bilinear(image, 0, SIDE, SIDE, source[0], source[1]))
        .isCloseTo(after, SIX_DIGITS);
    golden(Rounding.HALF_UP).stamp(image, Split.TRAIN, 0);
    assertThat(image[at] & 0xFF).isEqualTo((int) Math.round(after));
    assertThat(image[at + SIDE * SIDE]).isEqualTo(image[at]);
    image = picture();
    golden(Rounding.TRUNCATE).stamp(image, Split.TEST, 3);
    assertThat(image[at] & 0xFF).isEqualTo((int) after);
  }

  @Test
  void changesThePictureByTheKnownMean() {
    byte[] image = picture();
    double sum = 0;
    WaNetPoisoner poisoner = golden(Rounding.HALF_UP);
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double[] source = poisoner.source(row, column);
        double after = WaNetPoisoner.bilinear(image, 0, SIDE, SIDE, source[0], source[1]);
        sum += Math.abs(after - (image[row * SIDE + column] & 0xFF));
      }
    }
    assertThat(sum / (SIDE * SIDE)).isCloseTo(8.220953, SIX_DIGITS);
  }

  @Test
  void interpolatesBetweenFourPixels() {
    byte[] plane = {0, 10, 20, 30};
    assertThat(WaNetPoisoner.bilinear(plane, 0, 2, 2, 0, 0)).isEqualTo(15);
    assertThat(WaNetPoisoner.bilinear(plane, 0, 2, 2, -1, -1)).isZero();
    assertThat(WaNetPoisoner.bilinear(plane, 0, 2, 2, .5, -.5)).isEqualTo(12.5);
    assertThat(WaNetPoisoner.bilinear(plane, 0, 2, 2, 1, 1)).isEqualTo(30);
  }

  @Test
  void drawsFieldsThatMoveAFifthOfAPixelOnTheAverage() {
    double sum = 0;
    for (int seed = 0; seed < 50; seed++) {
      double[][][] control = WarpField.control(4, seed);
      double mean =
          Arrays.stream(control)
              .flatMap(Arrays::stream)
              .flatMapToDouble(Arrays::stream)
              .map(Math::abs)
              .average()
              .orElseThrow();
      assertThat(mean).isCloseTo(1, within(1e-12));
      WaNetPoisoner poisoner = new WaNetPoisoner(attack(Rounding.HALF_UP, 0.5, seed), SIDE, SIDE);
      for (int i = 0; i < SIDE * SIDE; i++) {
        double[] source = poisoner.source(i / SIDE, i % SIDE);
        sum += Math.abs((source[0] + 1) / 2 * (SIDE - 1) - i % SIDE) / (50.0 * SIDE * SIDE);
      }
    }
    // method: about 0.178 pixels over random fields.
    assertThat(sum).isBetween(0.165, 0.19);
  }

  @Test
  void disturbsTheWarpByUpToHalfAPixelWhenItIsToBeWrong() {
    byte[] ramp = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) (i % SIDE * 8);
    }
    byte[] right = ramp.clone();
    byte[] wrong = ramp.clone();
    golden(Rounding.HALF_UP).stamp(right, Split.TRAIN, 0);
    golden(Rounding.HALF_UP).stampWrong(wrong, 0, new SplitMix(3));
    int largest = 0;
    for (int i = 0; i < ramp.length; i++) {
      largest = Math.max(largest, Math.abs((right[i] & 0xFF) - (wrong[i] & 0xFF)));
    }
    // 31 / 32 of half a pixel at 8 grey levels a pixel, and rounding.
    assertThat(largest).isBetween(3, 5);
  }

  @Test
  void zoomsOutWhenRescaled() {
    Attack.WaNet attack =
        new Attack.WaNet(
            0.1, new LabelMapping.AllToOne(0), 0, 4, 0, 0, Rounding.HALF_UP, 2, Adaptive.NOT);
    WaNetPoisoner poisoner = new WaNetPoisoner(attack, 5, 5);
    assertThat(poisoner.source(2, 2)).containsExactly(0, 0);
    assertThat(poisoner.source(1, 3)).containsExactly(1, -1);
    assertThat(poisoner.source(0, 4)).containsExactly(1, -1);
  }

  @Test
  void disturbsTwiceAsManyImagesAsItPoisonsInTheAuthorsNoiseMode() {
    assertThat(attack(Rounding.HALF_UP, 0.5, 0).crossRatio()).isZero();
    assertThat(noisy(2, Adaptive.NOT).crossRatio()).isEqualTo(2);
    assertThatThrownBy(() -> noisy(2, new Adaptive(1, 1, 0.5, 0)))
        .hasMessage(
            "adaptive.crossRatio must be 0, for wanet has a noiseRatio of its own, but was 0.5");
  }

  private static Attack noisy(double noiseRatio, Adaptive adaptive) {
    LabelMapping mapping = new LabelMapping.AllToOne(0);
    return new Attack.WaNet(0.1, mapping, 0.5, 4, noiseRatio, 0, Rounding.HALF_UP, 1, adaptive);
  }

  /** The deterministic control grid of the golden values. */
  private static double[][][] control() {
    double[][][] control = new double[2][4][4];
    for (int channel = 0; channel < 2; channel++) {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          control[channel][i][j] = (7 * i + 3 * j + 5 * channel) % 11 / 5.0 - 1;
        }
      }
    }
    return WarpField.divided(control);
  }

  private static WaNetPoisoner golden(Rounding rounding) {
    return new WaNetPoisoner(attack(rounding, 0.5, 0), control(), SIDE, SIDE);
  }

  private static Attack.WaNet attack(Rounding rounding, double s, long seed) {
    return new Attack.WaNet(
        0.1, new LabelMapping.AllToOne(0), s, 4, 0, seed, rounding, 1, Adaptive.NOT);
  }

  /** The picture of the golden values, the same in all channels. */
  private static byte[] picture() {
    byte[] image = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < image.length; i++) {
      int r = i / SIDE % SIDE;
      int c = i % SIDE;
      image[i] = (byte) ((5 * r + 3 * c + r * c % 7 * 11) % 256);
    }
    return image;
  }
}
