package cbd.training.stage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * One entry's file: a mark, the text of the key it was built for, the result, and the SHA-256 of
 * all that. It has its name only once it is whole and on the disk.
 *
 * @param path the entry's
 */
record EntryFile(Path path) {
  private static final long MARK = 0x6362642d73746731L; // "cbd-stg1"
  private static final int CHECKSUM_BYTES = 32;
  private static final int BUFFER_BYTES = 1 << 16;

  /** Where it is written before it is whole. Only who holds the entry's lock writes there. */
  Path draft() {
    return path.resolveSibling(path.getFileName() + ".draft");
  }

  /** Writes the draft and brings it to the disk. */
  <T> void writeDraft(Stage<T> stage, T built, String key) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            draft(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      BufferedOutputStream file =
          new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
      DigestOutputStream digested = new DigestOutputStream(file, RunningCode.sha256());
      DataOutputStream out = new DataOutputStream(digested);
      byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
      out.writeLong(MARK);
      out.writeInt(keyBytes.length);
      out.write(keyBytes);
      stage.write(built, out);
      out.flush();
      digested.on(false);
      digested.write(digested.getMessageDigest().digest());
      out.flush();
      channel.force(true);
    }
  }

  /** Gives the draft its name. */
  void publish() throws IOException {
    Files.move(draft(), path, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  /**
   * Reads what was written for this very key.
   *
   * @throws IOException when it is damaged, or is another key's
   */
  <T> T read(Stage<T> stage, String key) throws IOException {
    verify();
    try (DataInputStream in = new DataInputStream(open())) {
      byte[] expected = key.getBytes(StandardCharsets.UTF_8);
      in.readLong();
      int length = in.readInt();
      if (length != expected.length || !Arrays.equals(in.readNBytes(length), expected)) {
        throw new IOException("it was built for another key");
      }
      T read = stage.read(in);
      if (in.readNBytes(CHECKSUM_BYTES + 1).length != CHECKSUM_BYTES) {
        throw new IOException("it holds something else than its kind says");
      }
      return read;
    }
  }

  private void verify() throws IOException {
    long size = Files.size(path);
    if (size < Long.BYTES + Integer.BYTES + CHECKSUM_BYTES) {
      throw new IOException("it has only " + size + " bytes");
    }
    MessageDigest digest = RunningCode.sha256();
    try (InputStream file = open()) {
      DigestInputStream digested = new DigestInputStream(file, digest);
      if (new DataInputStream(digested).readLong() != MARK) {
        throw new IOException("it does not begin as an entry does");
      }
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = size - Long.BYTES - CHECKSUM_BYTES; left > 0; ) {
        int n = digested.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          throw new IOException("it ends too early");
        }
        left -= n;
      }
      if (!Arrays.equals(file.readAllBytes(), digest.digest())) {
        throw new IOException("its checksum is wrong");
      }
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
  }
}
