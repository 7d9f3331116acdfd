package cbd.worker.runner;

import cbd.domain.LeaseId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a worker's runners write: one log for each attempt, and the JVM's account of a crash.
 *
 * @param folder in the worker's state directory
 */
public record AttemptFiles(Path folder) {
  private static final int KEPT = 200;
  private static final int TAIL_BYTES = 8 * 1024;

  /** What the attempt's process prints. */
  Path log(LeaseId lease) {
    return folder.resolve("lease-" + lease + ".log");
  }

  /** What the JVM leaves when it crashes. */
  Path crash(LeaseId lease) {
    return folder.resolve("lease-" + lease + ".crash");
  }

  /** Makes the folder, and room in it: the oldest files beyond the last 200 go. */
  void prepare() throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> newestFirst =
          files.sorted(Comparator.comparingLong(AttemptFiles::changed).reversed()).toList();
      for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
        Files.deleteIfExists(old);
      }
    }
  }

  private static long changed(Path file) {
    return file.toFile().lastModified();
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
