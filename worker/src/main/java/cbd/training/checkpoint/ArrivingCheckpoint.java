package cbd.training.checkpoint;

import cbd.disk.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** A checkpoint that another machine wrote, on its way into a folder. Not thread-safe; blocks. */
public final class ArrivingCheckpoint {
  private final Path path;
  private final Path draft;

  ArrivingCheckpoint(Path path) {
    this.path = path;
    // Of its own: the same may come for two slots at once, or for one once more.
    String own = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    draft = DurableFile.draft(path.resolveSibling(path.getFileName() + "." + own));
  }

  /** Writes a piece. */
  public void write(long offset, ByteBuffer bytes) throws IOException {
    Files.createDirectories(draft.toAbsolutePath().getParent());
    try (FileChannel channel =
        FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = offset; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
    }
  }

  /**
   * All is there: brings it to the disk and gives it its name.
   *
   * @throws IOException when it is damaged, or the disk fails: what was written is gone then,
   *     unless it failed at the very end, see {@link DurableFile#publish}
   */
  public void publish() throws IOException {
    try {
      new CheckpointFile(draft).verify();
      DurableFile.publish(draft, path);
    } catch (IOException e) {
      discard();
      throw e;
    }
  }

  /** It will not be completed. */
  public void discard() throws IOException {
    Files.deleteIfExists(draft);
  }
}
