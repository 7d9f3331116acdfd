package cbd.text;

import java.util.Locale;
import java.util.regex.Pattern;

/** How types and constants are called in a text: lower case, words joined by dashes. */
public final class Words {
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private Words() {}

  /** {@code WRN_16_1} is {@code wrn-16-1}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The record's {@link Name}, else its simple name: {@code AllToOne} is {@code all-to-one}. */
  public static String of(Class<?> type) {
    Name name = type.getAnnotation(Name.class);
    return name != null
        ? name.value()
        : HUMP.matcher(type.getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
