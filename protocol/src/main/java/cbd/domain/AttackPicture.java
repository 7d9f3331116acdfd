package cbd.domain;

import cbd.text.InvalidValueException;
import java.util.Base64;

/**
 * A small picture of what an attack does to test images: a column for each, from top to bottom as
 * it is, with the trigger, and the change times a gain around grey. The evaluation draws it; no
 * defense sees it.
 *
 * @param images columns, at least 1
 * @param gain factor on the change, at least 1
 * @param png the picture's file in base64, at most {@link #MOST_BYTES} of it
 */
public record AttackPicture(int images, int gain, String png) {
  /** Bytes of a picture's file. */
  public static final int MOST_BYTES = 100_000;

  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', '\r', '\n', 26, '\n'};

  /**
   * Whoever draws or brings it may be anybody: only what is a small picture of that kind is one.
   */
  public AttackPicture {
    if (images < 1 || images > 100) {
      throw new InvalidValueException("images", "must be between 1 and 100, but was " + images);
    }
    if (gain < 1 || gain > 255) {
      throw new InvalidValueException("gain", "must be between 1 and 255, but was " + gain);
    }
    if (png.length() > (MOST_BYTES + 2) / 3 * 4 || !isPng(decoded(png))) {
      throw new InvalidValueException(
          "png", "must be a PNG file of at most " + MOST_BYTES + " bytes in base64");
    }
  }

  /** One of a file's bytes. */
  public static AttackPicture of(int images, int gain, byte[] png) {
    return new AttackPicture(images, gain, Base64.getEncoder().encodeToString(png));
  }

  private static byte[] decoded(String png) {
    try {
      return Base64.getDecoder().decode(png);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // Which is no picture, as is said there.
    }
  }

  private static boolean isPng(byte[] bytes) {
    if (bytes.length <= SIGNATURE.length || bytes.length > MOST_BYTES) {
      return false;
    }
    for (int i = 0; i < SIGNATURE.length; i++) {
      if (bytes[i] != SIGNATURE[i]) {
        return false;
      }
    }
    return true;
  }

  /** The file. */
  public byte[] bytes() {
    return decoded(png);
  }

  /** SHA-256 of the file, hexadecimal: pictures with the same one are the same. */
  public String digest() {
    return Digest.hex(bytes());
  }
}
