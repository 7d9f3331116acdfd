package cbd.coordinator.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that nobody will finish or read: what is written is written elsewhere first. */
final class Leftovers {
  private static final List<String> SUFFIXES =
      List.of(".part", ".draft", ".tmp", ".corrupt", ".damaged");

  private Leftovers() {}

  /** Those below a folder. */
  static List<String> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> SUFFIXES.stream().anyMatch(file.getFileName().toString()::endsWith))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
