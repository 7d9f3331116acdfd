package cbd.training.model;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A safetensors file open for reading: eight bytes of the header's length, little endian, the
 * header, the numbers. Tensors are read one at a time, when they are asked for, and nothing is
 * allocated on a file's word alone. Not thread-safe.
 */
public final class SafetensorsFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final long dataStart;

  private SafetensorsFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    long size = channel.size();
    if (size < Long.BYTES) {
      throw new MalformedModelException(
          "a safetensors file has at least " + Long.BYTES + " bytes, but this one has " + size);
    }
    long length = read(0, Long.BYTES).getLong();
    if (length < 2 || length > SafetensorsHeader.MAX_BYTES || length > size - Long.BYTES) {
      throw new MalformedModelException(
          "the header must have 2 to %d bytes and end within the file's %d, but is said to have %s"
              .formatted(SafetensorsHeader.MAX_BYTES, size, Long.toUnsignedString(length)));
    }
    dataStart = Long.BYTES + length;
    header = SafetensorsHeader.parse(read(Long.BYTES, (int) length).array(), size - dataStart);
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws MalformedModelException when it is no safetensors file or is damaged
   * @throws IOException when it cannot be read
   */
  public static SafetensorsFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new SafetensorsFile(path, channel);
    } catch (MalformedModelException e) {
      channel.close();
      throw new MalformedModelException(
          path + " is no whole safetensors file: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What the writer said about the file. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  Path path() {
    return path;
  }

  SafetensorsHeader header() {
    return header;
  }

  /**
   * The numbers of a tensor of this file's.
   *
   * @throws MalformedModelException when they are no F32
   */
  float[] floats(TensorEntry tensor) throws IOException {
    ByteBuffer bytes = bytes(tensor, TensorType.F32);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /**
   * The numbers of a tensor of this file's.
   *
   * @throws MalformedModelException when they are no I64
   */
  long[] longs(TensorEntry tensor) throws IOException {
    ByteBuffer bytes = bytes(tensor, TensorType.I64);
    long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }

  private ByteBuffer bytes(TensorEntry tensor, TensorType wanted) throws IOException {
    if (tensor.type() != wanted) {
      throw new MalformedModelException(
          "%s: %s must be %s, but is %s".formatted(path, tensor.name(), wanted, tensor.type()));
    }
    if (tensor.bytes() > Integer.MAX_VALUE - Long.BYTES) {
      throw new MalformedModelException(
          "%s: %s has %d bytes, more than fit into one array"
              .formatted(path, tensor.name(), tensor.bytes()));
    }
    return read(dataStart + tensor.begin(), (int) tensor.bytes());
  }

  private ByteBuffer read(long from, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException(path + " ended while it was read");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
