package cbd.worker.runner;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports on disk until the coordinator has them: a file for each lease, the lease first, then its
 * reports, each with its length and checksum. An attempt's end is forced to the disk, so that a
 * finished result survives the death of the worker's process or machine.
 *
 * <p>After a restart only attempts that had ended are of use: the runners of all others died with
 * the worker. What cannot be written stays in memory as before. Thread-safe.
 */
public final class Spool {
  private static final Logger log = LoggerFactory.getLogger(Spool.class);
  private static final String SUFFIX = ".reports";

  /** More leases than this wait for no coordinator; the oldest go. */
  private static final int MOST_LEASES = 1000;

  private static final int MOST_FRAME = 1 << 20;

  private final Path folder;

  /** What could not be written yet: without it, what is written behind it would be of no use. */
  private final Map<LeaseId, List<Report>> missed = new HashMap<>();

  /**
   * @param folder in the worker's state directory
   */
  public Spool(Path folder) {
    this.folder = folder;
  }

  /**
   * An attempt that ended before the worker did, and what it has to say.
   *
   * @param reports all of the attempt's, its end last
   */
  record Undelivered(Lease lease, List<Report> reports) {
    Undelivered {
      reports = List.copyOf(reports);
    }

    /** How the attempt ended. */
    TrialOutcome outcome() {
      return ((Report.End) reports.get(reports.size() - 1)).outcome();
    }
  }

  /** One line of a file. */
  sealed interface Entry {
    /** The first. */
    record Head(Lease lease) implements Entry {}

    /** All others. */
    record Said(Report report) implements Entry {}
  }

  /** Writes a report behind those of the same lease; whether it is on disk. */
  synchronized boolean add(Lease lease, Report report) {
    List<Report> all = new ArrayList<>(missed.getOrDefault(lease.id(), List.of()));
    all.add(report);
    try {
      Files.createDirectories(folder);
      append(lease, all);
      missed.remove(lease.id());
      return true;
    } catch (IOException e) {
      missed.put(lease.id(), all);
      log.warn(
          "A report cannot be kept on disk; it waits in memory. lease={} reason={}",
          lease.id(),
          e.toString());
      return false;
    }
  }

  private void append(Lease lease, List<Report> reports) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file(lease.id()),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      long before = out.size();
      try {
        if (before == 0) {
          write(out, new Entry.Head(lease));
        }
        for (Report report : reports) {
          write(out, new Entry.Said(report));
        }
        if (reports.get(reports.size() - 1) instanceof Report.End) {
          out.force(true);
        }
      } catch (IOException e) {
        out.truncate(before);
        throw e;
      }
    }
  }

  private static void write(FileChannel out, Entry entry) throws IOException {
    byte[] body = JsonText.write(RecordWriter.tree(entry)).getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(2 * Integer.BYTES + body.length);
    frame.putInt(body.length).putInt(checksum(body)).put(body).flip();
    while (frame.hasRemaining()) {
      out.write(frame);
    }
  }

  private static int checksum(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return (int) crc.getValue();
  }

  /** Nobody needs the lease's reports any more. */
  synchronized void drop(LeaseId lease) {
    missed.remove(lease);
    try {
      Files.deleteIfExists(file(lease));
    } catch (IOException e) {
      log.warn("A file of delivered reports stays. lease={} reason={}", lease, e.toString());
    }
  }

  private Path file(LeaseId lease) {
    return folder.resolve("lease-" + lease + SUFFIX);
  }

  /**
   * What earlier processes of this worker finished and could not deliver, the first to end first;
   * the rest is removed.
   */
  synchronized List<Undelivered> undelivered() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Undelivered> all = new ArrayList<>();
    for (Path file : newestFirst()) {
      Optional<Undelivered> found = read(file);
      if (found.isPresent() && all.size() < MOST_LEASES) {
        all.add(found.get());
      } else {
        remove(file);
      }
    }
    Collections.reverse(all);
    return List.copyOf(all);
  }

  private record Dated(Path file, FileTime written) {}

  private List<Path> newestFirst() {
    List<Dated> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        found.add(new Dated(file, Files.getLastModifiedTime(file)));
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.warn("The kept reports cannot be listed. folder={} reason={}", folder, e.toString());
    }
    found.sort(Comparator.comparing(Dated::written).reversed());
    return found.stream().map(Dated::file).toList();
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("A file of useless reports stays. file={} reason={}", file, e.toString());
    }
  }

  /** Empty when the attempt had not ended, or the file is damaged before its end. */
  private static Optional<Undelivered> read(Path file) {
    List<Entry> entries = new ArrayList<>();
    try (InputStream bytes = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(bytes)) {
      while (in.available() > 0) {
        int length = in.readInt();
        int checksum = in.readInt();
        byte[] body = in.readNBytes(Math.max(0, Math.min(length, MOST_FRAME)));
        if (body.length != length || checksum(body) != checksum) {
          throw new IOException("a frame is cut off or damaged");
        }
        entries.add(
            RecordReader.read(
                Entry.class, JsonText.parse(new String(body, StandardCharsets.UTF_8))));
      }
    } catch (IOException | InvalidTextException e) {
      log.warn(
          "A file of kept reports ends early; what stands before is used. file={} reason={}",
          file,
          e.toString());
    }
    return undelivered(entries);
  }

  private static Optional<Undelivered> undelivered(List<Entry> entries) {
    if (entries.isEmpty() || !(entries.get(0) instanceof Entry.Head head)) {
      return Optional.empty();
    }
    List<Report> reports = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Said said) {
        reports.add(said.report());
      }
    }
    boolean whole =
        !reports.isEmpty()
            && reports.get(reports.size() - 1) instanceof Report.End end
            && end.sequence() == reports.size();
    return whole ? Optional.of(new Undelivered(head.lease(), reports)) : Optional.empty();
  }
}
