package cbd.worker.runner;

import cbd.domain.LeaseId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a worker's runners write: one log for each attempt, and the JVM's account of a crash.
 *
 * @param folder in the worker's state directory
 */
public record AttemptFiles(Path folder) {
  private static final int KEPT = 200;

  /** What changed so short a time before the newest file may be written by a running attempt. */
  private static final Duration FRESH = Duration.ofHours(1);

  private static final int TAIL_BYTES = 8 * 1024;

  /** What the attempt's process prints. */
  Path log(LeaseId lease) {
    return folder.resolve("lease-" + lease + ".log");
  }

  /** What the JVM leaves when it crashes. */
  Path crash(LeaseId lease) {
    return folder.resolve("lease-" + lease + ".crash");
  }

  /** Makes the folder, and room in it. */
  void prepare() throws IOException {
    Files.createDirectories(folder);
    makeRoom();
  }

  /** The oldest files beyond the last 200 go, unless they are fresh. */
  void makeRoom() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Dated> newestFirst =
          files
              .map(file -> new Dated(file, file.toFile().lastModified()))
              .sorted(Comparator.comparingLong(Dated::changed).reversed())
              .toList();
      for (Dated file :
          newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
        if (newestFirst.get(0).changed() - file.changed() > FRESH.toMillis()) {
          Files.deleteIfExists(file.path());
        }
      }
    }
  }

  /** A file at one moment: it may be written to while files are sorted. */
  private record Dated(Path path, long changed) {}

  /**
   * A piece of an attempt's log, or of another file, as it stands.
   *
   * @param size of all of it, bytes
   * @param offset of the piece
   */
  @SuppressWarnings("ArrayRecordComponent") // On its way into a message, never compared.
  public record Piece(long size, long offset, byte[] bytes) {}

  /**
   * Reads a piece of an attempt's log, which may still grow.
   *
   * @param offset where it begins; negative: so far from the end, or from the beginning of a
   *     shorter log
   * @param most bytes
   * @return empty when there is no log: it never ran here, or it was removed to make room
   * @throws IOException when the disk fails
   */
  public Optional<Piece> read(LeaseId lease, long offset, int most) throws IOException {
    return read(log(lease), offset, most);
  }

  /** The same of any file. */
  static Optional<Piece> read(Path file, long offset, int most) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long size = in.length();
      long from = Math.min(size, offset < 0 ? Math.max(0, size + offset) : offset);
      byte[] bytes = new byte[(int) Math.max(0, Math.min(most, size - from))];
      in.seek(from);
      in.readFully(bytes);
      return Optional.of(new Piece(size, from, bytes));
    } catch (FileNotFoundException e) {
      if (Files.exists(file)) {
        throw e; // Java says the same of one that cannot be opened.
      }
      return Optional.empty();
    }
  }

  /** The last lines of a file; empty when there is none. */
  static String tail(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, in.length() - TAIL_BYTES);
      in.seek(start);
      byte[] bytes = new byte[(int) (in.length() - start)];
      in.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      int lineBreak = start == 0 ? -1 : text.indexOf('\n');
      return text.substring(lineBreak + 1).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
