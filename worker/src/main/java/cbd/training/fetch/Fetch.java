package cbd.training.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Downloads a data set and unpacks it into a data folder. Several processes may ask at once: one
 * downloads, the others wait and find the files.
 *
 * <p>All happens in a folder {@code .fetch-WORD}, which keeps what has arrived when it fails; the
 * data set gets its own folder when it is whole.
 */
public final class Fetch {
  private final HttpClient client;
  private final Published set;

  public Fetch(HttpClient client, Published set) {
    this.client = client;
    this.set = set;
  }

  /**
   * Makes sure that the data folder holds the data set.
   *
   * @return the data set's folder
   * @throws DownloadException when it cannot be had
   */
  public Path into(Path dataDir, ByteListener listener) throws DownloadException {
    Path folder = dataDir.resolve(set.folder());
    try {
      Files.createDirectories(dataDir);
      Path lockFile = dataDir.resolve(".fetch-" + set.word() + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || isComplete(folder)) {
          return folder;
        }
        if (Files.exists(folder)) {
          throw new DownloadException(
              folder + " is there, but lacks some of " + set.marks() + ". Move it away first.");
        }
        bring(dataDir.resolve(".fetch-" + set.word()), folder, listener);
        return folder;
      }
    } catch (IOException e) {
      throw new DownloadException(set.word() + " cannot be put into " + dataDir + ": " + e, e);
    }
  }

  private boolean isComplete(Path folder) {
    return set.marks().stream().allMatch(mark -> Files.exists(folder.resolve(mark)));
  }

  private void bring(Path workshop, Path folder, ByteListener listener)
      throws DownloadException, IOException {
    Path made = workshop.resolve("unpacked").resolve(set.folder());
    Files.createDirectories(made);
    for (Published.Item item : set.downloads()) {
      Path file = workshop.resolve(item.name());
      if (!Files.exists(file)) {
        new Download(client, set.from().resolve(item.name()), item.md5()).to(file, listener);
      }
    }
    for (Published.Item item : set.downloads()) {
      Path file = workshop.resolve(item.name());
      Pattern taken = item.taken();
      if (taken == null) {
        Files.copy(file, made.resolve(item.name()), StandardCopyOption.REPLACE_EXISTING);
      } else {
        unpack(file, item.within(), taken, workshop.resolve("unpacked"));
      }
    }
    if (!isComplete(made)) {
      throw new IOException(names() + " did not hold all of " + set.marks());
    }
    Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    delete(workshop);
  }

  private List<String> names() {
    return set.downloads().stream().map(Published.Item::name).toList();
  }

  private static void unpack(Path archive, String within, Pattern taken, Path target)
      throws IOException {
    if (archive.toString().endsWith(".zip")) {
      try (ZipFile zip = new ZipFile(archive.toFile())) {
        for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
          try (InputStream content = zip.getInputStream(entry)) {
            take(within + entry.getName(), content, taken, target);
          }
        }
      }
      return;
    }
    try (InputStream raw = Files.newInputStream(archive);
        InputStream in = new GZIPInputStream(raw, 1 << 16)) {
      new Tar(in).forEachFile((name, content) -> take(within + name, content, taken, target));
    }
  }

  /** Names that an archive chooses are paths only when they are among those expected. */
  private static void take(String name, InputStream content, Pattern taken, Path target)
      throws IOException {
    String plain = name.startsWith("./") ? name.substring(2) : name;
    if (taken.matcher(plain).matches()) {
      Path file = target.resolve(plain);
      Files.createDirectories(file.getParent());
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
