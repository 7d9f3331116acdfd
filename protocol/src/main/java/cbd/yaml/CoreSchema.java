package cbd.yaml;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted word means: the core schema of YAML 1.2 (§10.3). {@code no} is a text, {@code
 * 010} is ten.
 */
final class CoreSchema {
  private static final Set<String> NULL = Set.of("", "null", "Null", "NULL", "~");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Pattern INT = Pattern.compile("[-+]?[0-9]++");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]++");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]++");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]++|[0-9]++(\\.[0-9]*+)?)([eE][-+]?[0-9]++)?");
  private static final Pattern INFINITY = Pattern.compile("[-+]?(\\.inf|\\.Inf|\\.INF)");
  private static final Set<String> NAN = Set.of(".nan", ".NaN", ".NAN");

  /** Longer digit strings stay texts: no setting has them, and converting them takes long. */
  private static final int MAX_DIGITS = 400;

  private CoreSchema() {}

  /** A String, Boolean, Long, BigInteger (only beyond long), Double, or null. */
  static @Nullable Object resolve(String word) {
    if (NULL.contains(word)) {
      return null;
    }
    if (TRUE.contains(word) || FALSE.contains(word)) {
      return TRUE.contains(word);
    }
    char first = word.charAt(0);
    boolean maybeNumber = (first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0;
    return maybeNumber && word.length() <= MAX_DIGITS ? number(word) : word;
  }

  private static Object number(String word) {
    if (INT.matcher(word).matches()) {
      return whole(word, 10);
    }
    if (OCTAL.matcher(word).matches()) {
      return whole(word.substring(2), 8);
    }
    if (HEX.matcher(word).matches()) {
      return whole(word.substring(2), 16);
    }
    if (FLOAT.matcher(word).matches()) {
      return Double.valueOf(word);
    }
    if (INFINITY.matcher(word).matches()) {
      return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return NAN.contains(word) ? (Object) Double.NaN : word;
  }

  private static Object whole(String digits, int radix) {
    BigInteger number = new BigInteger(digits, radix);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }
}
