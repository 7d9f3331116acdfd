package cbd.disk;

import cbd.domain.Digest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that ends with its own length in bytes, as eight bytes, big-endian, and then the SHA-256
 * of all before that hash, as 32 bytes. Whoever has it can tell whether it is as it was written,
 * without knowing what it holds.
 */
public final class SealedFile {
  private static final int CHECKSUM_BYTES = 32;
  private static final int BUFFER_BYTES = 1 << 16;

  /** What every such file ends with; one with nothing in it has no other bytes. */
  public static final int SEAL_BYTES = Long.BYTES + CHECKSUM_BYTES;

  private SealedFile() {}

  /** What stands before the seal. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes it, whole; need not flush.
     *
     * @throws IOException when it cannot
     */
    void write(DataOutputStream out) throws IOException;
  }

  /**
   * Writes a file and seals it. It is not on the disk before it is {@link DurableFile#publish
   * published}.
   *
   * @param path overwritten if it is there
   * @return bytes of the file
   * @throws IOException when it cannot be written; what was written until then is still there
   */
  public static long write(Path path, Content content) throws IOException {
    MessageDigest digest = Digest.sha256();
    try (BufferedOutputStream file =
        new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES)) {
      CountedOutput counted = new CountedOutput(new DigestOutputStream(file, digest));
      DataOutputStream out = new DataOutputStream(counted);
      content.write(out);
      out.flush();
      long bytes = counted.bytes() + SEAL_BYTES;
      out.writeLong(bytes);
      out.flush();
      file.write(digest.digest());
      return bytes;
    }
  }

  /**
   * What is wrong with a file, in words; empty when it is as it was sealed. Reads all of it.
   *
   * @throws IOException when it cannot be read, which says nothing about it
   */
  public static Optional<String> damage(Path path) throws IOException {
    long size = Files.size(path);
    if (size < SEAL_BYTES) {
      return Optional.of("it has only " + size + " bytes");
    }
    MessageDigest digest = Digest.sha256();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
      DigestInputStream digested = new DigestInputStream(file, digest);
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = size - SEAL_BYTES; left > 0; ) {
        int n = digested.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          return Optional.of("it ends too early");
        }
        left -= n;
      }
      long said = new DataInputStream(digested).readLong();
      if (said != size) {
        return Optional.of("it has " + size + " bytes and speaks of " + said);
      }
      return Arrays.equals(file.readAllBytes(), digest.digest())
          ? Optional.empty()
          : Optional.of("its checksum is wrong");
    }
  }
}
