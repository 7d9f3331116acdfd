package cbd.yaml;

import cbd.text.InvalidTextException;
import cbd.text.Location;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.Tree;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads YAML 1.2: one document, keys that are texts and stand once, no tags of one's own. JSON is
 * YAML, too. Whatever is wrong with a text, hostile or not, becomes a {@link Problem} with its
 * place.
 */
public final class YamlText {
  /** Longest text, in characters; longer ones are refused unread. */
  public static final int MAX_LENGTH = 4 * 1024 * 1024;

  private YamlText() {}

  /**
   * Reads a text.
   *
   * @return the one document; a scalar of null for an empty text
   * @throws InvalidTextException with all problems
   */
  public static Tree parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw problem(
          Location.NONE,
          "a text may have at most "
              + MAX_LENGTH
              + " characters, but this one has "
              + text.length());
    }
    // A byte order mark is a habit of some editors, not a part of the text.
    return new YamlReading(text.startsWith("\ufeff") ? text.substring(1) : text).document();
  }

  /**
   * Reads a text that is one value, such as a trial file for {@code TrialSpec}.
   *
   * @param type a record or a sealed interface of records
   * @throws InvalidTextException with all problems, of the YAML or of the value
   */
  public static <T> T read(Class<T> type, String text) {
    return RecordReader.read(type, parse(text));
  }

  /**
   * Reads a file's bytes.
   *
   * @param utf8 the text in UTF-8
   * @throws InvalidTextException with all problems; also when the bytes are not UTF-8
   */
  public static Tree parse(byte[] utf8) {
    return parse(text(utf8));
  }

  /**
   * A file's bytes as a text.
   *
   * @throws InvalidTextException when they are not UTF-8, with the place of the first that is not
   */
  public static String text(byte[] utf8) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharBuffer text = CharBuffer.allocate(utf8.length);
    if (decoder.decode(bytes, text, true).isError()) {
      String before = text.flip().toString();
      throw problem(
          YamlReading.locationOf(before, before.length()),
          String.format(
              "a text must be UTF-8, but the byte 0x%02x here is not", utf8[bytes.position()]));
    }
    return text.flip().toString();
  }

  private static InvalidTextException problem(Location at, String message) {
    return new InvalidTextException(List.of(new Problem("", at, message)));
  }
}
