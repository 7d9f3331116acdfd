package cbd.coordinator.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A part of a file on its way to a client, read as it is sent. Stays readable when the file is
 * removed meanwhile. Not thread-safe.
 */
final class FilePart extends InputStream {
  private final FileChannel channel;
  private final Runnable whenClosed;
  private long left;
  private boolean closed;

  /**
   * @param channel is closed with this
   * @param whenClosed called once
   */
  FilePart(FileChannel channel, ByteRange part, Runnable whenClosed) throws IOException {
    this.channel = channel.position(part.from());
    this.whenClosed = whenClosed;
    left = part.length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int most) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(most, left)));
    if (read < 0) {
      throw new IOException("a file has become shorter while it was sent");
    }
    left -= read;
    return read;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      whenClosed.run();
      channel.close();
    }
  }
}
