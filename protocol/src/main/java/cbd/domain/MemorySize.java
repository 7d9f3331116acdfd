package cbd.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as people write and read them. */
public final class MemorySize {
  /** Binary units with an i, decimal ones without. */
  public static final String FORM = "([0-9]{1,6}(?:\\.[0-9]{1,3})?)\\s*([kKmMgGtT])(i?)[bB]?";

  private static final Pattern PATTERN = Pattern.compile(FORM);
  private static final String UNITS = "kmgt";

  private MemorySize() {}

  /**
   * Bytes of a size such as {@code 6 GiB}, {@code 500 MB} or {@code 1.5g}.
   *
   * @throws IllegalArgumentException when the text is not of the {@link #FORM}
   */
  public static long bytes(String text) {
    Matcher size = PATTERN.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException("no size of memory: '" + text + "'");
    }
    int power = 1 + UNITS.indexOf(size.group(2).toLowerCase(Locale.ROOT));
    BigDecimal unit = BigDecimal.valueOf(size.group(3).isEmpty() ? 1000 : 1024).pow(power);
    return new BigDecimal(size.group(1))
        .multiply(unit)
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }

  /** {@code 6 GiB}, {@code 79.65 GiB}: in binary units, with up to two decimals, rounded down. */
  public static String words(long bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long whole = bytes;
    while (whole >= 1024 && unit < units.length - 1) {
      whole /= 1024;
      unit++;
    }
    return BigDecimal.valueOf(bytes)
            .divide(BigDecimal.valueOf(1024).pow(unit), 2, RoundingMode.DOWN)
            .stripTrailingZeros()
            .toPlainString()
        + " "
        + units[unit];
  }
}
