package cbd.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Leaves of a tree to Java's simple values, without surprises: no text becomes a number. */
final class Scalars {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%");

  private Scalars() {}

  /** The value, or null when the tree is of another kind. */
  static @Nullable Object read(Shape.Scalar wanted, Tree tree) {
    Object found = tree instanceof Tree.Scalar scalar ? scalar.value() : null;
    return switch (wanted) {
      case INT ->
          found instanceof Long number && number == number.intValue() ? number.intValue() : null;
      case LONG -> found instanceof Long ? found : null;
      case DOUBLE -> real(found);
      case BOOLEAN -> found instanceof Boolean ? found : null;
      case STRING -> found instanceof String ? found : null;
      case INSTANT -> found instanceof String text ? time(text) : null;
    };
  }

  /** What the tree should have been. */
  static String rule(Shape.Scalar wanted, Tree tree) {
    Object found = tree instanceof Tree.Scalar scalar ? scalar.value() : null;
    if (wanted == Shape.Scalar.INT && (found instanceof Long || found instanceof BigInteger)) {
      return "must be between "
          + Integer.MIN_VALUE
          + " and "
          + Integer.MAX_VALUE
          + ", but was "
          + found;
    }
    if (wanted == Shape.Scalar.LONG && found instanceof BigInteger) {
      return "must be between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE + ", but was " + found;
    }
    if (wanted == Shape.Scalar.DOUBLE && found instanceof Number) {
      return "must be a finite number, but was " + found;
    }
    boolean quotesMissing = wanted == Shape.Scalar.STRING && found != null;
    return "must be "
        + wanted.phrase()
        + ", but was "
        + Shown.of(tree)
        + (quotesMissing ? "; quotes make it a text: \"" + found + "\"" : "")
        + (wanted == Shape.Scalar.STRING ? "" : AsList.hintOfRange(tree))
        + hintOfNumber(wanted, found);
  }

  /** Of a percentage the fraction, of a whole number that was written otherwise its digits. */
  private static String hintOfNumber(Shape.Scalar wanted, @Nullable Object found) {
    if (wanted == Shape.Scalar.DOUBLE && found instanceof String text) {
      Matcher percent = PERCENT.matcher(text.strip());
      return percent.matches()
          ? "; as a fraction: "
              + new BigDecimal(percent.group(1))
                  .movePointLeft(2)
                  .stripTrailingZeros()
                  .toPlainString()
          : "";
    }
    boolean wholeWanted = wanted == Shape.Scalar.INT || wanted == Shape.Scalar.LONG;
    return wholeWanted
            && found instanceof Double number
            && number == Math.rint(number)
            && Math.abs(number) < 1e15
        ? "; write " + number.longValue()
        : "";
  }

  private static @Nullable Object real(@Nullable Object found) {
    if (found instanceof Number number && Double.isFinite(number.doubleValue())) {
      // Adding zero turns −0.0, which equals 0.0 but would make another canonical text, into 0.0.
      return number.doubleValue() + 0.0;
    }
    return null;
  }

  private static @Nullable Object time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
