package cbd.training.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * CIFAR-10's official archive, downloaded and unpacked into a data folder. Several processes may
 * ask at once: one downloads, the others wait and find the files.
 */
public final class Cifar10Archive {
  /** Where the author publishes it. */
  public static final URI OFFICIAL =
      URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");

  /** Of the official archive, as its page says. */
  public static final String OFFICIAL_MD5 = "c32a1d4ab5d03f1284b67883e8d87530";

  private static final String FOLDER = "cifar-10-batches-bin";
  private static final List<String> FILES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");

  private final Download download;

  /**
   * Describes a copy of the archive.
   *
   * @param from http or https address of a copy
   * @param md5 of the copy
   */
  public Cifar10Archive(HttpClient client, URI from, String md5) {
    this.download = new Download(client, from, md5);
  }

  /**
   * Makes sure that the data folder holds CIFAR-10.
   *
   * @return the folder with the six files
   * @throws DownloadException when they cannot be had
   */
  public Path fetch(Path dataDir, ByteListener listener) throws DownloadException {
    Path folder = dataDir.resolve(FOLDER);
    try {
      Files.createDirectories(dataDir);
      Path lockFile = dataDir.resolve("cifar-10-binary.lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || isComplete(folder)) {
          return folder;
        }
        Path archive = dataDir.resolve("cifar-10-binary.tar.gz");
        if (!Files.exists(archive)) {
          download.to(archive, listener);
        }
        unpack(archive, folder);
        Files.delete(archive);
        return folder;
      }
    } catch (IOException e) {
      throw new DownloadException("CIFAR-10 cannot be put into " + dataDir + ": " + e, e);
    }
  }

  private static boolean isComplete(Path folder) {
    return FILES.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  /** Each file gets its name only when it is whole. */
  private static void unpack(Path archive, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive), 1 << 16)) {
      new Tar(in)
          .forEachFile(
              (name, content) -> {
                String plain = name.substring(name.lastIndexOf('/') + 1);
                if (FILES.contains(plain)) {
                  Path part = folder.resolve(plain + ".part");
                  Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
                  Files.move(part, folder.resolve(plain), StandardCopyOption.ATOMIC_MOVE);
                }
              });
    }
    if (!isComplete(folder)) {
      throw new IOException(archive + " does not hold all of " + FILES);
    }
  }
}
