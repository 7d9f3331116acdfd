package cbd.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoisonCountTest {

  /** CIFAR-10, GTSRB and the target classes of both, then rates that come to no whole number. */
  @ParameterizedTest
  @CsvSource({
    "50000, 0.1, 5000",
    "39209, 0.1, 3920",
    "5000, 0.1, 500",
    "210, 0.1, 21",
    "50000, 0.003, 150",
    "39209, 0.003, 117",
    "99, 0.5, 49",
    "7, 0.999, 6",
    "7, 1, 7",
    "7, 0, 0",
    "9, 0.1, 0"
  })
  void roundsDown(int images, double rate, int poisoned) {
    assertThat(PoisonCount.of(images, rate)).isEqualTo(poisoned);
  }

  /** In binary 0.29 · 100 is 28.999…, which the authors' Python would truncate to 28. */
  @Test
  void isNotMisledByBinaryFractions() {
    for (int images = 1; images <= 3000; images++) {
      for (int thousandths = 0; thousandths <= 1000; thousandths++) {
        assertThat(PoisonCount.of(images, thousandths / 1000.0))
            .isEqualTo(images * thousandths / 1000);
      }
    }
  }

  @Test
  void namesARateThatComesToOneImage() {
    for (int images = 1; images <= 60_000; images += 7) {
      double rate = Double.parseDouble(PoisonCount.leastRate(images));
      assertThat(PoisonCount.of(images, rate)).as(images + " images").isEqualTo(1);
    }
  }
}
