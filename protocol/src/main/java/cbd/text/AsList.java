package cbd.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a person writes as a list what he wrote as a single value or as a range. */
public final class AsList {
  private static final Pattern RANGE =
      Pattern.compile("\\[?\\s*(\\d{1,6})\\s*(?:\\.\\.\\.?|…|-|–|to)\\s*(\\d{1,6})\\s*\\]?");

  /** Longer ranges are told as their beginning and end. */
  private static final int MOST = 12;

  private static final int LONGEST_VALUE = 40;

  private AsList() {}

  /**
   * {@code "; write [3]"} for 3, {@code "; write [0, 1, 2]"} for {@code 0..2}; nothing for what is
   * no single value, a long one, or a range that ends before it begins.
   */
  public static String hint(Tree tree) {
    String value = value(tree);
    if (value.isEmpty() || value.length() > LONGEST_VALUE) {
      return "";
    }
    String list = RANGE.matcher(value).matches() ? range(value) : value;
    return list.isEmpty() ? "" : "; write [" + list + "]";
  }

  /** For {@code 0..2} where a number must stand, how its values are written; else nothing. */
  static String hintOfRange(Tree tree) {
    String list = range(value(tree));
    return list.isEmpty() ? "" : "; a list holds its values one by one: " + list;
  }

  private static String value(Tree tree) {
    Object found = tree instanceof Tree.Scalar scalar ? scalar.value() : null;
    return found == null ? "" : found.toString();
  }

  /** {@code 0, 1, 2} for {@code 0..2}; empty for what is no range. */
  private static String range(String value) {
    Matcher range = RANGE.matcher(value);
    if (!range.matches()) {
      return "";
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    boolean whole = last - first < MOST;
    String shown =
        IntStream.rangeClosed(first, whole ? last : first + 1)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return whole ? shown : shown + ", …, " + last;
  }
}
