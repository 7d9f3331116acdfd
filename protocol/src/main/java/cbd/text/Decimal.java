package cbd.text;

import java.math.BigDecimal;
import java.math.MathContext;

/** Doubles as text, the same on every Java platform. */
final class Decimal {
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
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; ; digits++) {
      // 17 significant digits tell any two doubles apart, so this ends.
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (Double.parseDouble(rounded.toString()) == value) {
        BigDecimal stripped = rounded.stripTrailingZeros();
        return stripped.scale() < 1
            ? stripped.setScale(1).toPlainString()
            : stripped.toPlainString();
      }
    }
  }
}
