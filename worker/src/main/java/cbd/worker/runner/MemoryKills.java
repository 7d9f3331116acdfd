package cbd.worker.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel's counters of processes it killed for want of memory: the machine's ({@code
 * /proc/vmstat}) and this process's control group's ({@code memory.events}). Where neither can be
 * read the count stays 0, and such a kill looks like any other.
 *
 * @param files those that hold a line {@code oom_kill N}
 */
record MemoryKills(List<Path> files) {
  private static final Pattern COUNT = Pattern.compile("(?m)^oom_kill (\\d+)$");
  private static final Pattern UNIFIED = Pattern.compile("(?m)^0::(/.*)$");

  MemoryKills {
    files = List.copyOf(files);
  }

  /** This machine's. */
  static MemoryKills ofThisMachine() {
    Path group =
        read(Path.of("/proc/self/cgroup"))
            .map(UNIFIED::matcher)
            .filter(Matcher::find)
            .map(found -> Path.of("/sys/fs/cgroup", found.group(1), "memory.events"))
            .orElse(Path.of("/sys/fs/cgroup/memory.events"));
    return new MemoryKills(List.of(Path.of("/proc/vmstat"), group));
  }

  /** The sum of all that can be read. */
  long count() {
    return files.stream()
        .flatMap(file -> read(file).stream())
        .flatMapToLong(
            text ->
                Stream.of(COUNT.matcher(text))
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1))))
        .sum();
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
