package cbd.training.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the plain files of a POSIX tar stream, one after the other. Knows no long names, links or
 * sparse files; entries that are no plain files are skipped. Not thread-safe.
 */
final class Tar {
  private static final int BLOCK = 512;

  private final InputStream in;

  Tar(InputStream in) {
    this.in = in;
  }

  /** Takes each plain file. */
  interface FileTaker {
    /**
     * Takes one file.
     *
     * @param name as the archive spells it: not to be trusted as a path
     * @param content ends where the file ends; need not be read
     */
    void take(String name, InputStream content) throws IOException;
  }

  void forEachFile(FileTaker taker) throws IOException {
    byte[] header = new byte[BLOCK];
    while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
      long size = octal(header, 124, 12);
      boolean plain = header[156] == '0' || header[156] == 0;
      Bounded content = new Bounded(in, size);
      if (plain) {
        taker.take(text(header, 0, 100), content);
      }
      content.skipRest();
      in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.US_ASCII);
  }

  private static long octal(byte[] header, int from, int length) throws IOException {
    String digits = text(header, from, length).trim();
    try {
      return Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException(
          "no tar archive: a size must be octal digits, but was '" + digits + "'", e);
    }
  }

  /** The next so many bytes of a stream. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long size) {
      this.in = in;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(target, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the tar archive ends inside a file");
      }
      left -= n;
      return n;
    }

    void skipRest() throws IOException {
      in.skipNBytes(left);
      left = 0;
    }
  }
}
