package cbd.coordinator.cli.demo;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where one run of the demo keeps everything. Never a folder that a run has used before: a store
 * that knows the trials already would not train them again.
 */
public final class DemoFolder {
  private DemoFolder() {}

  /**
   * Makes the next numbered folder: {@code 1}, {@code 2} …; two demos at once get two.
   *
   * @param root made when it is missing
   */
  public static Path next(Path root) throws IOException {
    Files.createDirectories(root);
    long number = 1 + highest(root);
    while (true) {
      try {
        return Files.createDirectory(root.resolve(Long.toString(number)));
      } catch (FileAlreadyExistsException e) {
        number++;
      }
    }
  }

  /**
   * Makes a folder that someone chose.
   *
   * @throws DemoException when something is in it
   */
  public static Path chosen(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new DemoException(
            folder
                + " is not empty. Nothing is mixed with what lies there: choose"
                + " another folder, or remove this one.");
      }
    }
    return folder;
  }

  private static long highest(Path root) throws IOException {
    try (Stream<Path> runs = Files.list(root)) {
      return runs.map(run -> run.getFileName().toString())
          .filter(name -> name.matches("[1-9][0-9]{0,8}"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(0);
    }
  }
}
