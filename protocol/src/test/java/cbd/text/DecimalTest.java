package cbd.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1, 1.0",
    "100, 100.0",
    "0, 0.0",
    "-0.0, 0.0",
    "-2.5, -2.5",
    "1e-9, 0.000000001",
    "123456789012345680, 123456789012345680.0",
    "0.30000000000000004, 0.30000000000000004",
    "2e23, 200000000000000000000000.0",
    "2.2E-322, 0.__22E-322",
  })
  void writesTheShortestDecimal(double value, String text) {
    String wanted = text.replace("0.__22E-322", "0." + "0".repeat(321) + "22");

    assertThat(Decimal.text(value)).isEqualTo(wanted);
  }

  @Test
  void readsBackAsTheSameDoubleAndIsNeverLongerThanThePlatforms() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = Decimal.text(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(digits(text)).isLessThanOrEqualTo(digits(Double.toString(value)));
      }
    }
  }

  /** Identities are hashes of these digits, so a quicker way must find the very same ones. */
  @Test
  void findsTheSameDigitsAsTheSearchFromOneDigitUp() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
    for (int i = 0; i < 20_000; i++) {
      // Settings and scores: few digits, fractions, and neighbours of round numbers.
      double round = random.nextInt(100_000) / Math.pow(10, random.nextInt(12));
      assertSearched(round);
      assertSearched(Math.nextUp(round));
      assertSearched(-round);
      assertSearched(random.nextDouble());
      assertSearched(random.nextLong() * Math.pow(10, random.nextInt(40) - 20));
    }
    assertSearched(2e-3);
    assertSearched(Double.parseDouble("1e23"));
    assertSearched(Double.MIN_NORMAL);
    assertSearched(Double.parseDouble("5.684341886080802E-14"));
    assertSearched(Double.MAX_VALUE);
  }

  private static void assertSearched(double value) {
    BigDecimal exact = new BigDecimal(value);
    int digits = 1;
    while (Double.parseDouble(exact.round(new MathContext(digits)).toString()) != value) {
      digits++;
    }
    BigDecimal shortest = exact.round(new MathContext(digits));
    assertThat(new BigDecimal(Decimal.text(value))).isEqualByComparingTo(shortest);
  }

  @Test
  void hasNoFormForWhatIsNoNumber() {
    assertThatIllegalArgumentException().isThrownBy(() -> Decimal.text(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Decimal.text(Double.POSITIVE_INFINITY));
  }

  private static int digits(String text) {
    return new BigDecimal(text).stripTrailingZeros().precision();
  }
}
