package cbd.worker.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for each runner that lives, with its process id and when it started, so that the next
 * worker with the same folder can end what a dead one left: a runner that was stopped (SIGSTOP)
 * when its worker died cannot notice it.
 *
 * @param folder in the worker's state directory
 */
record Leftovers(Path folder) {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
  private static final String SUFFIX = ".pid";

  /** Start times are told in ticks of a hundredth of a second, and boot times are rounded. */
  private static final Duration SAME = Duration.ofSeconds(2);

  /** Notes a runner; without the file it is only not found again. */
  void note(ProcessHandle runner) {
    Instant start = runner.info().startInstant().orElse(Instant.EPOCH);
    try {
      Files.createDirectories(folder);
      Files.writeString(file(runner.pid()), start.toString());
    } catch (IOException e) {
      log.warn("Cannot note a runner's process id. pid={} reason={}", runner.pid(), e.toString());
    }
  }

  void forget(long pid) {
    try {
      Files.deleteIfExists(file(pid));
    } catch (IOException e) {
      log.warn("Cannot forget a runner's process id. pid={} reason={}", pid, e.toString());
    }
  }

  private Path file(long pid) {
    return folder.resolve(pid + SUFFIX);
  }

  /** Ends what a dead worker left; another process that has the same id by now is left alone. */
  void killAll() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    for (Path file : files) {
      find(file)
          .ifPresent(
              runner -> {
                log.warn("A runner outlived its worker and is killed. pid={}", runner.pid());
                runner.destroyForcibly();
              });
      Files.deleteIfExists(file);
    }
  }

  private static Optional<ProcessHandle> find(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      long pid = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
      Instant start = Instant.parse(Files.readString(file).strip());
      return ProcessHandle.of(pid)
          .filter(
              process ->
                  process
                      .info()
                      .startInstant()
                      .filter(at -> Duration.between(start, at).abs().compareTo(SAME) < 0)
                      .isPresent());
    } catch (RuntimeException e) {
      log.warn("A file of a runner's process id cannot be read. file={}", file);
      return Optional.empty();
    }
  }
}
