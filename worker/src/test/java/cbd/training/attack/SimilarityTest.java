package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimilarityTest {

  @Test
  void isOneForEqualPictures() {
    byte[] image = new byte[3 * 32 * 32];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (i * 37);
    }
    assertThat(Similarity.of(image, image.clone(), 32, 32)).isCloseTo(1, within(1e-12));
  }

  @Test
  void followsTheFormulaOfWangAndOthers() {
    // Flat pictures have no variance: (2·100·110 + 6.5025) / (100² + 110² + 6.5025).
    assertThat(Similarity.of(flat(100), flat(110), 8, 8))
        .isCloseTo(22006.5025 / 22106.5025, within(1e-12));
    // Stripes 0, 200 against 200, 0: means 100, variances 10,000, covariance −10,000.
    byte[] stripes = flat(0);
    byte[] opposite = flat(200);
    for (int i = 0; i < stripes.length; i += 2) {
      stripes[i] = (byte) 200;
      opposite[i] = 0;
    }
    assertThat(Similarity.of(stripes, opposite, 8, 8))
        .isCloseTo((-20_000 + 58.5225) / (20_000 + 58.5225), within(1e-12));
  }

  @Test
  void averagesOverWindowsAndTakesASmallPictureAsOne() {
    // 12 pixels wide: windows at columns 0 and 4; the last four columns differ in the second only.
    byte[] left = new byte[3 * 8 * 12];
    byte[] right = left.clone();
    for (int i = 0; i < right.length; i++) {
      right[i] = (byte) (i % 12 >= 8 ? 255 : 0);
    }
    double second = Similarity.of(left, right, 8, 12) * 2 - 1;
    assertThat(second).isBetween(0.0, 0.01);
    assertThat(Similarity.of(new byte[27], new byte[27], 3, 3)).isEqualTo(1);
  }

  private static byte[] flat(int value) {
    byte[] image = new byte[3 * 8 * 8];
    Arrays.fill(image, (byte) value);
    return image;
  }
}
