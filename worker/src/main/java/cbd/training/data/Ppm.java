package cbd.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads colour pictures in the binary PPM format: {@code P6}, width, height and 255, separated by
 * white space and comments, then the pixels.
 */
final class Ppm {
  private static final int MAX_SIDE = 5_000;

  /** Of a file: the pixels, and a header with comments. */
  private static final long MAX_BYTES = 3L * MAX_SIDE * MAX_SIDE + 10_000;

  private final byte[] bytes;
  private int next = 2;

  private Ppm(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a file.
   *
   * @throws DamagedPictureException when it is no whole PPM picture
   */
  static Picture read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw new DamagedPictureException(
          String.format(
              "a PPM picture of %dx%d has less than its %d bytes", MAX_SIDE, MAX_SIDE, bytes));
    }
    return parse(Files.readAllBytes(file));
  }

  static Picture parse(byte[] bytes) throws DamagedPictureException {
    if (bytes.length < 2 || bytes[0] != 'P' || bytes[1] != '6') {
      throw new DamagedPictureException("a PPM picture must begin with 'P6'");
    }
    Ppm ppm = new Ppm(bytes);
    int width = ppm.number("width", MAX_SIDE);
    int height = ppm.number("height", MAX_SIDE);
    ppm.number("greatest value", 255);
    int begin = ppm.next + 1;
    int expected = ImageSet.CHANNELS * width * height;
    if (bytes.length - begin != expected) {
      throw new DamagedPictureException(
          String.format(
              "%d bytes (3 times %dx%d) must follow the header of %d bytes, but there are %d",
              expected, width, height, begin, bytes.length - begin));
    }
    return new Picture(width, height, Arrays.copyOfRange(bytes, begin, bytes.length));
  }

  /** The next number, which must be 255 where only that can be read. */
  private int number(String what, int most) throws DamagedPictureException {
    skipSpaceAndComments();
    int start = next;
    long value = 0;
    while (next < bytes.length && bytes[next] >= '0' && bytes[next] <= '9' && value <= most) {
      value = 10 * value + bytes[next] - '0';
      next++;
    }
    boolean only = most == 255;
    if (start == next || value < (only ? most : 1) || value > most) {
      throw new DamagedPictureException(
          String.format(
              "the %s, at byte %d, must be %s", what, start, only ? "255" : "1 to " + most));
    }
    return (int) value;
  }

  private void skipSpaceAndComments() {
    boolean comment = false;
    while (next < bytes.length) {
      byte at = bytes[next];
      if (!comment && at != '#' && !Character.isWhitespace(at)) {
        return;
      }
      comment = at != '\n' && (comment || at == '#');
      next++;
    }
  }
}
