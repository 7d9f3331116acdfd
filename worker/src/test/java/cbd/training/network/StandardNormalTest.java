package cbd.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StandardNormalTest {

  @Test
  void hasTheMomentsOfAStandardNormal() {
    SplittableRandom random = new SplittableRandom(5);
    int n = 200_000;
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    for (int i = 0; i < n; i++) {
      double x = StandardNormal.draw(random);
      sum += x;
      squares += x * x;
      fourth += x * x * x * x;
    }
    assertThat(sum / n).isCloseTo(0, within(0.01));
    assertThat(squares / n).isCloseTo(1, within(0.02));
    assertThat(fourth / n).isCloseTo(3, within(0.12));
  }

  @Test
  void drawsTheSameNumbersEverywhere() {
    SplittableRandom random = new SplittableRandom(5);
    // Worked out with another language's SplitMix64, logarithm and cosine.
    assertThat(StandardNormal.draw(random)).isEqualTo(0.014334745996352224);
    assertThat(StandardNormal.draw(random)).isEqualTo(0.5906209568869251);
  }

  @Test
  void staysFiniteAtTheEdgesOfTheGenerator() {
    assertThat(StandardNormal.draw(() -> 0L)).isEqualTo(0.0);
    assertThat(StandardNormal.draw(() -> -1L)).isFinite();
    assertThat(StandardNormal.unit(() -> -1L)).isLessThan(1);
  }
}
