package cbd.domain;

import cbd.text.InvalidValueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rule for a setting that names a picture file inside the data folder. */
final class PictureFile {
  private static final Pattern PATH =
      Pattern.compile("(?i)(?:[\\w -][\\w .-]*/)*[\\w -][\\w .-]*\\.(?:png|jpe?g|gif|bmp)");

  private PictureFile() {}

  /**
   * What is wrong with a setting's value; null when nothing is. No part of a path may begin with a
   * dot, so that none leads out of the folder.
   *
   * @param otherwise the word for no file at all
   */
  static @Nullable InvalidValueException problem(String component, String value, String otherwise) {
    return value.equals(otherwise) || PATH.matcher(value).matches()
        ? null
        : new InvalidValueException(
            component,
            "must be "
                + otherwise
                + " or the relative path of a png, jpg, gif or bmp file inside the data folder,"
                + " but was '"
                + value
                + "'");
  }
}
