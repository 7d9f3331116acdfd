package cbd.training.checkpoint;

import cbd.disk.DurableFile;
import cbd.disk.SealedFile;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One checkpoint's file: a mark with the format's version, the card's length and the card as JSON,
 * the state, and a {@linkplain SealedFile seal}. It has its name only once it is whole and on the
 * disk.
 *
 * @param path the file
 */
record CheckpointFile(Path path) {
  private static final long MARK = 0x6362642d63686b31L; // "cbd-chk1"
  private static final int MAX_CARD_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Writes a draft beside it, brings it to the disk and gives it its name.
   *
   * @return bytes of the file
   */
  long write(CheckpointCard card, Savable state, Path draft) throws IOException {
    try {
      long bytes = writeDraft(card, state, draft);
      DurableFile.publish(draft, path);
      return bytes;
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(draft);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static long writeDraft(CheckpointCard card, Savable state, Path draft)
      throws IOException {
    byte[] text = JsonText.write(RecordWriter.tree(card)).getBytes(StandardCharsets.UTF_8);
    return SealedFile.write(
        draft,
        out -> {
          out.writeLong(MARK);
          out.writeInt(text.length);
          out.write(text);
          state.write(out);
        });
  }

  /**
   * Reads all of it, to see whether it is whole.
   *
   * @throws DamagedCheckpointException when it is not what was written
   * @throws IOException when it cannot be read, which says nothing about it
   */
  CheckpointCard verify() throws IOException {
    Optional<String> damage = SealedFile.damage(path);
    if (damage.isPresent()) {
      throw new DamagedCheckpointException(damage.get());
    }
    return card();
  }

  /** What it says about itself, believed without a look at the rest. */
  CheckpointCard card() throws IOException {
    try (DataInputStream in = new DataInputStream(open())) {
      return card(in);
    }
  }

  private static CheckpointCard card(DataInputStream in) throws IOException {
    try {
      if (in.readLong() != MARK) {
        throw new DamagedCheckpointException("it does not begin as a checkpoint does");
      }
      int length = in.readInt();
      if (length < 1 || length > MAX_CARD_BYTES) {
        throw new DamagedCheckpointException("its card is said to have " + length + " bytes");
      }
      String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      return RecordReader.read(CheckpointCard.class, JsonText.parse(text));
    } catch (EOFException e) {
      throw new DamagedCheckpointException("it ends within its head");
    } catch (InvalidTextException e) {
      throw new DamagedCheckpointException("its card is none: " + e.getMessage());
    }
  }

  /**
   * Reads the state of one that is {@link #verify whole}.
   *
   * @throws IOException when it is another state than this
   */
  void restore(Savable state) throws IOException {
    try (DataInputStream in = new DataInputStream(open())) {
      card(in);
      state.read(in);
      if (in.readNBytes(SealedFile.SEAL_BYTES + 1).length != SealedFile.SEAL_BYTES) {
        throw new IOException("it holds more than is known here");
      }
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
  }
}
