package cbd.text;

import java.math.BigDecimal;

/** Shares as a person chose them, in percent. */
public final class Percent {
  private Percent() {}

  /**
   * {@code 10} of 0.1, {@code 0.05} of 0.0005: exactly, so that two that differ never look the
   * same.
   *
   * @param fraction 0..1
   */
  public static String exactly(Number fraction) {
    BigDecimal percent = new BigDecimal(fraction.toString()).movePointRight(2);
    return percent.stripTrailingZeros().toPlainString();
  }
}
