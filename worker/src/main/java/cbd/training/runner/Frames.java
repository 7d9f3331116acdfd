package cbd.training.runner;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Messages on a byte stream: four bytes of length, big endian, then that many bytes of UTF-8 JSON.
 *
 * <p>Not thread-safe, except that one thread may read while another writes.
 */
public final class Frames {
  /** No message comes near it; a longer frame means that the stream is not ours. */
  public static final int MAX_BYTES = 1 << 20;

  private final DataInputStream in;
  private final DataOutputStream out;

  public Frames(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(out);
  }

  /**
   * Writes one message and flushes.
   *
   * @throws IOException when the stream is broken or the message exceeds {@link #MAX_BYTES}
   */
  public void write(RunnerMessage message) throws IOException {
    byte[] body = RunnerMessageText.bytes(message);
    if (body.length > MAX_BYTES) {
      throw new IOException(
          message.getClass().getSimpleName()
              + " takes "
              + body.length
              + " bytes, more than the "
              + MAX_BYTES
              + " a frame may have");
    }
    out.writeInt(body.length);
    out.write(body);
    out.flush();
  }

  /**
   * Reads one message.
   *
   * @return null when the stream ended between two frames
   * @throws MalformedFrameException when the bytes are not a frame; the stream is useless then
   * @throws IOException when the stream is broken, or ended inside a frame
   */
  public @Nullable RunnerMessage read() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length < 1 || length > MAX_BYTES) {
      throw new MalformedFrameException(
          "a frame has 1 to " + MAX_BYTES + " bytes, but this one says " + length);
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the stream ended after " + body.length + " of " + length + " bytes");
    }
    return RunnerMessageText.message(body);
  }
}
