package cbd.training.runner;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Messages on a channel in blocking mode: four bytes of length, big endian, then that many bytes of
 * UTF-8 JSON.
 *
 * <p>One thread may read while others write; writes exclude each other. Channels rather than
 * streams, because the streams of {@code java.nio.channels.Channels} share one lock in Java 17: a
 * reader that waits would keep every writer waiting.
 */
public final class Frames {
  /** No message comes near it; a longer frame means that the other side is not ours. */
  public static final int MAX_BYTES = 1 << 20;

  private final ByteChannel channel;
  private final Object writing = new Object();

  public Frames(ByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Writes one message.
   *
   * @throws IOException when the channel is broken or the message exceeds {@link #MAX_BYTES}
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
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + body.length);
    frame.putInt(body.length).put(body).flip();
    synchronized (writing) {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    }
  }

  /**
   * Reads one message, waiting for it.
   *
   * @return null when the channel ended between two frames
   * @throws MalformedFrameException when the bytes are no frame of ours; the channel is useless
   *     then
   * @throws IOException when the channel is broken, or ended inside a frame
   */
  public @Nullable RunnerMessage read() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
    if (channel.read(head) < 0) {
      return null;
    }
    int length = filled(head).getInt();
    if (length < 1 || length > MAX_BYTES) {
      throw new MalformedFrameException(
          "a frame has 1 to " + MAX_BYTES + " bytes, but this one says " + length);
    }
    return RunnerMessageText.message(filled(ByteBuffer.allocate(length)).array());
  }

  private ByteBuffer filled(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException(
            "the channel ended after "
                + buffer.position()
                + " of "
                + buffer.capacity()
                + " bytes of a frame");
      }
    }
    return buffer.flip();
  }
}
