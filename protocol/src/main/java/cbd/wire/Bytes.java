package cbd.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A piece of a file. Immutable. */
public final class Bytes {
  /** Most that one message carries: a message with it fits a frame of the cluster, 256 KiB. */
  public static final int MAX = 1 << 17;

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A copy of these.
   *
   * @throws IllegalArgumentException when they are more than {@link #MAX}
   */
  public static Bytes of(byte[] bytes) {
    if (bytes.length > MAX) {
      throw new IllegalArgumentException(
          "a message carries at most " + MAX + " bytes of a file, but these are " + bytes.length);
    }
    return new Bytes(bytes.clone());
  }

  public int size() {
    return bytes.length;
  }

  /** A view of them that cannot be written to. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** A copy of them. */
  public byte[] toArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes same && Arrays.equals(bytes, same.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
