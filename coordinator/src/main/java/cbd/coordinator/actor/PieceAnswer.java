package cbd.coordinator.actor;

import cbd.wire.Bytes;

/** What becomes of the wish to read a piece of a file where it lies, with a worker. */
public sealed interface PieceAnswer {
  /** Most bytes of a piece. */
  int MOST = Bytes.MAX;

  /**
   * A piece of it, as an attempt's process wrote it: it may hold anything.
   *
   * @param size of the whole file in bytes, as of now
   * @param offset of the piece
   */
  @SuppressWarnings("ArrayRecordComponent") // On its way to a reader, never compared.
  record Piece(long size, long offset, byte[] bytes) implements PieceAnswer {}

  /** The worker has no such file: it never was there, or made room for newer ones. */
  record None() implements PieceAnswer {}

  /** Nobody can be asked, or answers; why, as a sentence. */
  record Unreachable(String why) implements PieceAnswer {}
}
