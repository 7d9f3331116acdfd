package cbd.training.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A whole {@link ImageSet} in one file that is mapped into memory, so that its pages are shared by
 * all processes of a machine and read when they are needed.
 *
 * <p>Layout, numbers big-endian: {@code CBDIMG1\n}; size, classes, height, width as ints; n labels
 * as ints; the SHA-256 digests of the pixels' blocks, see {@link ImageSet#contentHash()}; CRC-32C
 * of the pixels, CRC-32C of all before it, as longs; zeros up to a multiple of 4096 bytes; the
 * pixels, [n][3][height][width]. A file is never changed once it has its name.
 */
public final class ImageFile {
  static final byte[] MAGIC = "CBDIMG1\n".getBytes(StandardCharsets.US_ASCII);

  private static final int PAGE = 4096;
  private static final int FIXED_BYTES = 8 + 4 * 4;
  private static final int MOST_IMAGES = 100_000_000;

  private ImageFile() {}

  /** Bytes of the header of a file with so many images, up to the pixels. */
  static long headerBytes(int images, int imageBytes) {
    long blocks = ContentHash.blockCount(images, imageBytes);
    long content = FIXED_BYTES + 4L * images + ContentHash.DIGEST_BYTES * blocks + 16;
    return (content + PAGE - 1) / PAGE * PAGE;
  }

  /**
   * Writes a set, durable when this returns.
   *
   * @param file replaced if it is there; give it its final name afterwards
   * @return the set as {@link #map} gives it
   */
  public static ImageSet write(Path file, ImageSet set) throws IOException {
    try (ImageFileWriter writer =
        new ImageFileWriter(file, set.classes(), set.height(), set.width(), set.size())) {
      byte[] image = new byte[set.imageBytes()];
      for (int i = 0; i < set.size(); i++) {
        set.copyImage(i, image);
        writer.add(image, set.label(i));
      }
      writer.finish();
    }
    return map(file);
  }

  /**
   * Maps a file, after holding header and pixels against their checksums.
   *
   * @throws IOException when it cannot be read, or with the broken rule when it is damaged
   */
  public static ImageSet map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer fixed = read(channel, 0, FIXED_BYTES);
      byte[] magic = new byte[MAGIC.length];
      fixed.get(magic);
      require(Arrays.equals(magic, MAGIC), "it does not begin with CBDIMG1");
      int size = fixed.getInt();
      int classes = fixed.getInt();
      int height = fixed.getInt();
      int width = fixed.getInt();
      require(
          size >= 0 && size <= MOST_IMAGES && sides(height) && sides(width),
          "it says that it has " + size + " images of " + height + "x" + width);
      int imageBytes = ImageSet.CHANNELS * height * width;
      long pixelsAt = headerBytes(size, imageBytes);
      long expected = pixelsAt + (long) size * imageBytes;
      require(
          channel.size() == expected,
          "it must have " + expected + " bytes, but has " + channel.size());
      ByteBuffer header = read(channel, 0, Math.toIntExact(pixelsAt));
      int[] labels = new int[size];
      header.position(FIXED_BYTES).asIntBuffer().get(labels);
      header.position(FIXED_BYTES + 4 * size);
      List<byte[]> digests = new ArrayList<>();
      for (int i = 0; i < ContentHash.blockCount(size, imageBytes); i++) {
        byte[] digest = new byte[ContentHash.DIGEST_BYTES];
        header.get(digest);
        digests.add(digest);
      }
      long pixelsCheck = header.getLong();
      int checked = header.position();
      long headerCheck = header.getLong();
      require(crc(header.duplicate().flip().limit(checked)) == headerCheck, "its header changed");
      List<ByteBuffer> slices = mapped(channel, pixelsAt, size, imageBytes);
      require(crc(slices.toArray(ByteBuffer[]::new)) == pixelsCheck, "its pixels changed");
      return new ImageSet(
          classes,
          height,
          width,
          new SlicedPixels(slices, SlicedPixels.perSlice(imageBytes), imageBytes),
          labels,
          new ContentHash(digests));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static boolean sides(int length) {
    return length >= 1 && length <= PAGE;
  }

  private static List<ByteBuffer> mapped(
      FileChannel channel, long pixelsAt, int size, int imageBytes) throws IOException {
    List<ByteBuffer> slices = new ArrayList<>();
    int perSlice = SlicedPixels.perSlice(imageBytes);
    for (int from = 0; from < size; from += perSlice) {
      int count = Math.min(perSlice, size - from);
      long at = pixelsAt + (long) from * imageBytes;
      slices.add(channel.map(MapMode.READ_ONLY, at, (long) count * imageBytes));
    }
    return slices;
  }

  private static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    int n = 0;
    while (n >= 0 && buffer.hasRemaining()) {
      n = channel.read(buffer, at + buffer.position());
    }
    require(!buffer.hasRemaining(), "it ends after " + (at + buffer.position()) + " bytes");
    return buffer.flip();
  }

  static long crc(ByteBuffer... buffers) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer buffer : buffers) {
      crc.update(buffer.duplicate());
    }
    return crc.getValue();
  }

  private static void require(boolean holds, String broken) throws IOException {
    if (!holds) {
      throw new IOException(broken);
    }
  }

  /** The file's name once its content is known. */
  static Path named(Path folder, String contentHash) {
    return folder.resolve(contentHash + ".images");
  }
}
