package cbd.training.data;

import cbd.disk.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decoded images on disk, shared by the processes of a machine: {@code images/HASH.images} under
 * their {@link ImageSet#contentHash() content hash}, so that equal images lie there once, and
 * {@code sources/FINGERPRINT}, which says of files that were decoded before which images they hold.
 * A file that changes has another fingerprint; what is damaged is made anew; anything may be
 * deleted.
 *
 * <p>Thread-safe. Of several processes that need the same images at once, one decodes.
 */
final class ImageCache {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(ImageCache.class);

  /** File locks exclude other processes, not this one's threads. */
  private static final Object WRITING = new Object();

  private final Path images;
  private final Path sources;

  ImageCache(Path folder) {
    this.images = folder.resolve("images");
    this.sources = folder.resolve("sources");
  }

  /** Writes a whole set into a new file. */
  interface Decoding {
    void into(Path file) throws IOException;
  }

  /** What these files were decoded to before; empty when they were not, or it is damaged. */
  Optional<ImageSet> find(String fingerprint) {
    Path source = sources.resolve(fingerprint);
    try {
      if (!Files.exists(source)) {
        return Optional.empty();
      }
      String hash = Files.readString(source).strip();
      if (!hash.matches("[0-9a-f]{64}")) {
        throw new IOException("it must hold a content hash");
      }
      ImageSet set = ImageFile.map(ImageFile.named(images, hash));
      if (!set.contentHash().equals(hash)) {
        throw new IOException("it holds other images than its name says");
      }
      return Optional.of(set);
    } catch (IOException e) {
      log.warn(
          "Decoded images cannot be used and are made anew. entry={} reason={}",
          source,
          e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Finds a set or decodes it.
   *
   * @param signOfLife run now and then while another process decodes it
   * @throws IOException when the cache cannot be written
   */
  ImageSet get(String fingerprint, Decoding decoding, Runnable signOfLife) throws IOException {
    Optional<ImageSet> found = find(fingerprint);
    if (found.isPresent()) {
      return found.get();
    }
    Files.createDirectories(images);
    Files.createDirectories(sources);
    synchronized (WRITING) {
      Path lockFile = sources.resolve(fingerprint + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = await(channel, signOfLife)) {
        // Another process may have made it while this one waited.
        Optional<ImageSet> made = lock.isValid() ? find(fingerprint) : Optional.empty();
        return made.isPresent() ? made.get() : make(fingerprint, decoding);
      }
    }
  }

  /** Threads of this process wait for {@link #WRITING} instead. */
  private static FileLock await(FileChannel channel, Runnable signOfLife) throws IOException {
    FileLock lock = channel.tryLock();
    while (lock == null) {
      signOfLife.run();
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      lock = channel.tryLock();
    }
    return lock;
  }

  private ImageSet make(String fingerprint, Decoding decoding) throws IOException {
    Path part = images.resolve(fingerprint + ".part");
    try {
      decoding.into(part);
      String hash = ImageFile.map(part).contentHash();
      Path named = ImageFile.named(images, hash);
      DurableFile.publish(part, named);
      Path pointer = sources.resolve(fingerprint + ".part");
      Files.writeString(pointer, hash + "\n");
      DurableFile.publish(pointer, sources.resolve(fingerprint));
      return ImageFile.map(named);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
