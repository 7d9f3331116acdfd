package cbd.training.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One IDX file of bytes, plain or with gzip: a big-endian header (magic number, count, and of items
 * that are no single bytes their sides), then the items. Its header is read at once, its content
 * when it is asked for. Thread-safe.
 */
final class IdxFile {
  private final DataFolders folders;
  private final Path path;
  private final int magic;
  private final int most;
  private final int[] sides;
  private final int count;
  private byte @Nullable [] content;

  /**
   * Reads the header.
   *
   * @param magic what the file must begin with
   * @param most items that there may be
   * @param sides of an item; none for a file of single bytes
   * @throws DataUnavailableException when it is missing or begins otherwise
   */
  IdxFile(DataFolders folders, Path path, int magic, int most, int... sides) {
    this.folders = folders;
    this.path = path;
    this.magic = magic;
    this.most = most;
    this.sides = sides;
    this.count = read(this::header);
  }

  /** What is done with the unzipped bytes. */
  private interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  Path path() {
    return path;
  }

  /** Items that the header promises, at least one. */
  int count() {
    return count;
  }

  /**
   * All items; the array is shared, do not change it.
   *
   * @throws DataUnavailableException when there are not as many as the header says
   */
  synchronized byte[] content() {
    if (content == null) {
      content = read(this::items);
    }
    return content;
  }

  private <T> T read(Reading<T> reading) {
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = unzipped(raw)) {
      return reading.from(in);
    } catch (ZipException | EOFException e) {
      throw folders.damaged(path, "it is no whole gzip file (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new DataUnavailableException(path + " cannot be read: " + e, e);
    }
  }

  private InputStream unzipped(InputStream raw) throws IOException {
    return path.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private int header(InputStream in) throws IOException {
    int length = 4 * (2 + sides.length);
    byte[] header = in.readNBytes(length);
    if (header.length < length) {
      throw folders.damaged(path, "its header must have " + length + " bytes");
    }
    ByteBuffer numbers = ByteBuffer.wrap(header);
    expect("magic number", 0, magic, numbers.getInt());
    int promised = numbers.getInt();
    for (int i = 0; i < sides.length; i++) {
      expect(i == 0 ? "rows" : "columns", 8 + 4 * i, sides[i], numbers.getInt());
    }
    if (promised < 1 || promised > most) {
      throw folders.damaged(
          path, String.format("the count at byte 4 must be 1 to %d, but was %d", most, promised));
    }
    return promised;
  }

  private void expect(String what, int at, int expected, int found) {
    if (found != expected) {
      throw folders.damaged(
          path,
          String.format("the %s at byte %d must be %d, but was %d", what, at, expected, found));
    }
  }

  private int itemBytes() {
    int bytes = 1;
    for (int side : sides) {
      bytes *= side;
    }
    return bytes;
  }

  private byte[] items(InputStream in) throws IOException {
    header(in);
    int expected = count * itemBytes();
    byte[] items = in.readNBytes(expected);
    if (items.length < expected || in.read() >= 0) {
      throw folders.damaged(
          path,
          String.format(
              "after the header %d bytes (%d times %d) must follow, but there are %s",
              expected, count, itemBytes(), items.length < expected ? items.length : "more"));
    }
    return items;
  }
}
