package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.Member;
import cbd.coordinator.chaos.cluster.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Harm to files, while nobody looks at them. */
final class FileHands {
  private static final String CHECKPOINT = ".checkpoint";

  private FileHands() {}

  /** The worker dies, and of the newest checkpoint only half is left when it comes back. */
  static void truncateCheckpoint(Scene scene, Member worker, Duration lasting)
      throws IOException, InterruptedException {
    scene.cluster().kill(worker);
    Optional<Path> newest = newestCheckpoint(scene, worker);
    if (newest.isPresent()) {
      change(newest.get(), channel -> channel.truncate(channel.size() / 2));
    }
    scene.cluster().pause(lasting);
    worker.start();
  }

  /** The worker dies, and one byte of the newest checkpoint is another when it comes back. */
  static void changeCheckpoint(Scene scene, Member worker, Duration lasting)
      throws IOException, InterruptedException {
    scene.cluster().kill(worker);
    Optional<Path> newest = newestCheckpoint(scene, worker);
    if (newest.isPresent()) {
      change(
          newest.get(),
          channel -> {
            long middle = channel.size() / 2;
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, middle);
            one.put(0, (byte) ~one.get(0)).rewind();
            channel.write(one, middle);
          });
    }
    scene.cluster().pause(lasting);
    worker.start();
  }

  static void fillDisk(Scene scene, Member member, Duration lasting)
      throws IOException, InterruptedException {
    SmallDisk disk = scene.cluster().disk(member);
    disk.fill();
    try {
      scene.cluster().pause(lasting);
    } finally {
      disk.empty();
    }
  }

  private static Optional<Path> newestCheckpoint(Scene scene, Member worker) throws IOException {
    try (Stream<Path> files = Files.walk(scene.cluster().checkpoints(worker))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(CHECKPOINT))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    } catch (UncheckedIOException | NoSuchFileException e) {
      // A trial ended while we looked, and its folder went.
      return Optional.empty();
    }
  }

  private interface Change {
    void on(FileChannel channel) throws IOException;
  }

  private static void change(Path file, Change change) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      change.on(channel);
    } catch (NoSuchFileException e) {
      // Its trial has ended meanwhile.
    }
  }
}
