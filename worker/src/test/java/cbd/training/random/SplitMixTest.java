package cbd.training.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitMixTest {

  @Test
  void drawsTheReferenceNumbers() {
    SplitMix random = new SplitMix(1234567);
    assertThat(LongStream.generate(random::nextLong).limit(3))
        .containsExactly(6457827717110365317L, 3203168211198807973L, -8629252141511181193L);
  }

  @Test
  void drawsEveryValueBelowABoundAboutEquallyOften() {
    SplitMix random = new SplitMix(5);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(7)]++;
    }
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
  }

  @Test
  void drawsFractionsFromZeroToBelowOne() {
    SplitMix random = new SplitMix(5);
    double[] drawn = random.doubles(10_000).toArray();
    assertThat(Arrays.stream(drawn).boxed())
        .allSatisfy(each -> assertThat(each).isGreaterThanOrEqualTo(0).isLessThan(1));
    assertThat(Arrays.stream(drawn).average().orElseThrow()).isBetween(0.49, 0.51);
  }

  @Test
  void permutesAllNumbersOnce() {
    int[] order = new SplitMix(3).permutation(1000);
    assertThat(order).isNotEqualTo(IntStream.range(0, 1000).toArray());
    assertThat(Arrays.stream(order).sorted().toArray())
        .containsExactly(IntStream.range(0, 1000).toArray());
  }

  @Test
  void givesEveryPositionItsOwnNumbers() {
    assertThat(
            LongStream.of(
                    SplitMix.at(1, "a").nextLong(),
                    SplitMix.at(2, "a").nextLong(),
                    SplitMix.at(1, "b").nextLong(),
                    SplitMix.at(1, "a", 1).nextLong(),
                    SplitMix.at(1, "a", 2).nextLong(),
                    SplitMix.at(1, "a", 1, 0).nextLong(),
                    SplitMix.at(1, "a", 0, 1).nextLong())
                .distinct())
        .hasSize(7);
    assertThat(SplitMix.at(1, "a", 7).nextLong()).isEqualTo(SplitMix.at(1, "a", 7).nextLong());
  }

  @Test
  void refusesAnEmptyRange() {
    assertThatThrownBy(() -> new SplitMix(1).nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a bound is at least 1, but was 0");
  }
}
