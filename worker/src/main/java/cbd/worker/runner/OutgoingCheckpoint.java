package cbd.worker.runner;

import cbd.domain.CheckpointName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A checkpoint that is sent piece by piece. Stays readable when its file is removed meanwhile.
 *
 * @param size in bytes
 */
public record OutgoingCheckpoint(CheckpointName name, long size, FileChannel channel)
    implements AutoCloseable {

  /** At most so many bytes from an offset within the file; blocks. */
  public byte[] read(long offset, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, size - offset));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new IOException("a checkpoint has become shorter");
      }
    }
    return bytes.array();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
