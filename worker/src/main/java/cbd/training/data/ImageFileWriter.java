package cbd.training.data;

import cbd.domain.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes an {@link ImageFile} image by image, of a number that is known before. */
final class ImageFileWriter implements ImageSink, Closeable {
  private final FileChannel channel;
  private final int classes;
  private final int height;
  private final int width;
  private final int imageBytes;
  private final int[] labels;
  private final ByteBuffer buffer;
  private final List<byte[]> digests = new ArrayList<>();
  private final MessageDigest block = Digest.sha256();
  private final CRC32C pixelsCheck = new CRC32C();
  private int filled = 0;

  ImageFileWriter(Path file, int classes, int height, int width, int size) throws IOException {
    this.classes = classes;
    this.height = height;
    this.width = width;
    this.imageBytes = ImageSet.CHANNELS * height * width;
    this.labels = new int[size];
    this.buffer = ByteBuffer.allocateDirect(Math.max(imageBytes, 1 << 20));
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      channel.position(ImageFile.headerBytes(size, imageBytes));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void add(byte[] image, int label) throws IOException {
    if (buffer.remaining() < imageBytes) {
      flush();
    }
    buffer.put(image, 0, imageBytes);
    labels[filled] = label;
    filled++;
    block.update(image, 0, imageBytes);
    if (filled % ContentHash.imagesPerBlock(imageBytes) == 0 || filled == labels.length) {
      digests.add(block.digest());
    }
  }

  /** Writes the header and makes all of it durable. */
  void finish() throws IOException {
    if (filled != labels.length) {
      throw new IllegalStateException(
          "a set of " + labels.length + " images was given " + filled + " of them");
    }
    flush();
    ByteBuffer header =
        ByteBuffer.allocate(Math.toIntExact(ImageFile.headerBytes(labels.length, imageBytes)));
    header.put(ImageFile.MAGIC);
    header.putInt(labels.length).putInt(classes).putInt(height).putInt(width);
    for (int label : labels) {
      header.putInt(label);
    }
    digests.forEach(header::put);
    header.putLong(pixelsCheck.getValue());
    header.putLong(ImageFile.crc(header.duplicate().flip()));
    header.rewind();
    while (header.hasRemaining()) {
      channel.write(header, header.position());
    }
    channel.force(true);
  }

  private void flush() throws IOException {
    buffer.flip();
    pixelsCheck.update(buffer.duplicate());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
