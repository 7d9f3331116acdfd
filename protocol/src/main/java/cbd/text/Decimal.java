package cbd.text;

import java.math.BigDecimal;
import java.math.MathContext;

/** Doubles as text, the same on every Java platform. */
final class Decimal {
  /** Decimals of so many significant digits survive as doubles. */
  private static final int SAFE_DIGITS = 15;

  private Decimal() {}

  /**
   * The shortest decimal that reads back as this very double, without an exponent and with at least
   * one decimal place: {@code 0.1}, {@code 1.0}, {@code 0.0000001}.
   *
   * <p>Not {@link Double#toString(double)}: its digits changed with JDK 19, and trial ids are
   * hashes of them.
   *
   * @throws IllegalArgumentException when the value is NaN or infinite
   */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("only a finite number has a decimal form, not " + value);
    }
    BigDecimal shortest = Math.abs(value) < Double.MIN_NORMAL ? searched(value, 1) : quick(value);
    BigDecimal stripped = shortest.stripTrailingZeros();
    return stripped.scale() < 1 ? stripped.setScale(1).toPlainString() : stripped.toPlainString();
  }

  /**
   * Of a normal number. Decimals of at most 15 digits survive the way to a double and back, so no
   * two of them are the same double: if one is, it is the shortest, whoever finds it.
   */
  private static BigDecimal quick(double value) {
    BigDecimal usual = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return usual.precision() <= SAFE_DIGITS ? usual : searched(value, SAFE_DIGITS);
  }

  /**
   * The first that reads back.
   *
   * @param digits to begin with
   */
  private static BigDecimal searched(double value, int digits) {
    BigDecimal exact = new BigDecimal(value);
    // 17 significant digits tell any two doubles apart, so this ends.
    for (int tried = digits; ; tried++) {
      BigDecimal rounded = exact.round(new MathContext(tried));
      if (Double.parseDouble(rounded.toString()) == value) {
        return rounded;
      }
    }
  }
}
