package cbd.metrics;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The room on the disks of folders. A disk that hangs keeps no other one from being read. */
public final class DiskRoom implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private final List<Sampler> samplers = new ArrayList<>();

  private DiskRoom() {}

  /**
   * Watches folders until it is closed.
   *
   * @param folders by their words; one that does not exist yet is told of when it does
   * @param free in bytes, for whom is not root
   * @param size in bytes
   */
  public static DiskRoom watch(Map<String, Path> folders, FreshGauge free, FreshGauge size) {
    DiskRoom room = new DiskRoom();
    folders.forEach(
        (word, folder) ->
            room.samplers.add(
                Sampler.start("disk-" + word, PAUSE, () -> read(word, folder, free, size))));
    return room;
  }

  static void read(String word, Path folder, FreshGauge free, FreshGauge size) {
    try {
      FileStore store = Files.getFileStore(folder);
      free.tell((double) store.getUsableSpace(), word);
      size.tell((double) store.getTotalSpace(), word);
    } catch (IOException e) {
      free.forget(word);
      size.forget(word);
    }
  }

  @Override
  public void close() {
    samplers.forEach(Sampler::close);
  }
}
