package cbd.training.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of files, with decimal units, as disks are sold. */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([kKmMgGtT]?)[bB]?");
  private static final String UNITS = "kmgt";

  private Sizes() {}

  /**
   * Bytes of a size such as {@code 500MB}.
   *
   * @param option named in the message
   * @throws IllegalArgumentException when it is no size
   */
  static long bytes(String option, String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw new IllegalArgumentException(
          option + " must be a size such as 500MB or 20GB, but was '" + text + "'");
    }
    long bytes = Long.parseLong(size.group(1));
    int power =
        size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2).toLowerCase(Locale.ROOT)) + 1;
    for (int i = 0; i < power; i++) {
      bytes *= 1000;
    }
    return bytes;
  }
}
