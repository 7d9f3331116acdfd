package cbd.training.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a picture as a PNG file (W3C, third edition): 8 bits a channel, each row as differences to
 * what Paeth's predictor expects. By hand, because a runner must load no native code but libtorch
 * for the sake of a picture.
 */
final class PngFile {
  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', '\r', '\n', 26, '\n'};
  private static final int CHANNELS = 3;
  private static final int BIT_DEPTH = 8;
  private static final int TRUECOLOUR = 2;
  private static final int PAETH = 4;
  private static final int HEADER_BYTES = 13;

  private PngFile() {}

  /**
   * The file's bytes; the same for the same pixels.
   *
   * @param rgb uint8, [height][width][3]
   */
  static byte[] of(int width, int height, byte[] rgb) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putInt(width).putInt(height).put((byte) BIT_DEPTH).put((byte) TRUECOLOUR);
    chunk(file, "IHDR", header.array());
    chunk(file, "IDAT", deflated(filtered(width, height, rgb)));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    file.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
  }

  private static byte[] filtered(int width, int height, byte[] rgb) {
    int stride = width * CHANNELS;
    ByteBuffer rows = ByteBuffer.allocate(height * (1 + stride));
    for (int y = 0; y < height; y++) {
      rows.put((byte) PAETH);
      for (int i = 0; i < stride; i++) {
        int at = y * stride + i;
        int left = i < CHANNELS ? 0 : rgb[at - CHANNELS] & 0xFF;
        int above = y == 0 ? 0 : rgb[at - stride] & 0xFF;
        int corner = i < CHANNELS || y == 0 ? 0 : rgb[at - stride - CHANNELS] & 0xFF;
        rows.put((byte) (rgb[at] - paeth(left, above, corner)));
      }
    }
    return rows.array();
  }

  private static int paeth(int left, int above, int corner) {
    int expected = left + above - corner;
    int toLeft = Math.abs(expected - left);
    int toAbove = Math.abs(expected - above);
    int toCorner = Math.abs(expected - corner);
    if (toLeft <= toAbove && toLeft <= toCorner) {
      return left;
    }
    return toAbove <= toCorner ? above : corner;
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 14];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
