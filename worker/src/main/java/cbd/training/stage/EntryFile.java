package cbd.training.stage;

import cbd.disk.DurableFile;
import cbd.disk.SealedFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One entry's file: a mark, the text of the key it was built for, the result, and a {@linkplain
 * SealedFile seal}. It has its name only once it is whole and on the disk.
 *
 * @param path the entry's
 */
record EntryFile(Path path) {
  private static final long MARK = 0x6362642d73746732L; // "cbd-stg2"
  private static final int BUFFER_BYTES = 1 << 16;

  /** Where it is written before it is whole. Only who holds the entry's lock writes there. */
  Path draft() {
    return DurableFile.draft(path);
  }

  /** Writes the draft. */
  <T> void writeDraft(Stage<T> stage, T built, String key) throws IOException {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    SealedFile.write(
        draft(),
        out -> {
          out.writeLong(MARK);
          out.writeInt(keyBytes.length);
          out.write(keyBytes);
          stage.write(built, out);
        });
  }

  /** Brings the draft to the disk and gives it its name. */
  void publish() throws IOException {
    DurableFile.publish(draft(), path);
  }

  /**
   * Reads what was written for this very key.
   *
   * @throws IOException when it is damaged, or is another key's
   */
  <T> T read(Stage<T> stage, String key) throws IOException {
    Optional<String> damage = SealedFile.damage(path);
    if (damage.isPresent()) {
      throw new IOException(damage.get());
    }
    try (DataInputStream in = new DataInputStream(open())) {
      byte[] expected = key.getBytes(StandardCharsets.UTF_8);
      if (in.readLong() != MARK) {
        throw new IOException("it does not begin as an entry does");
      }
      int length = in.readInt();
      if (length != expected.length || !Arrays.equals(in.readNBytes(length), expected)) {
        throw new IOException("it was built for another key");
      }
      T read = stage.read(in);
      if (in.readNBytes(SealedFile.SEAL_BYTES + 1).length != SealedFile.SEAL_BYTES) {
        throw new IOException("it holds something else than its kind says");
      }
      return read;
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
  }
}
