package cbd.training.fetch;

import java.util.OptionalLong;

/** Hears of bytes as they arrive. */
public interface ByteListener {
  /**
   * Called after each piece.
   *
   * @param done bytes on disk
   * @param total bytes of the whole file, where the server tells
   */
  void onBytes(long done, OptionalLong total);
}
