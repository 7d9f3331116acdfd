package cbd.domain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** How many images a poison rate comes to. */
public final class PoisonCount {
  /** So that 0.3 of 10 images are 3, although 0.3·10 is 2.999… in binary. */
  private static final double ROUNDING = 1e-9;

  private PoisonCount() {}

  /**
   * ⌊n·rate⌋.
   *
   * @param images how many the rate is a share of
   * @param rate 0..1
   */
  public static int of(int images, double rate) {
    return (int) Math.floor(images * rate + ROUNDING);
  }

  /** A rate of few digits that comes to one image: {@code 0.0034} of 300. */
  public static String leastRate(int images) {
    return BigDecimal.ONE
        .divide(BigDecimal.valueOf(images), new MathContext(2, RoundingMode.CEILING))
        .stripTrailingZeros()
        .toPlainString();
  }
}
