package cbd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sweeps of seconds. */
final class Sweeps {
  private static final String TINY =
      """
      name: tiny
      trial:
        dataset: shapes
        trainImages: %d
        testImages: 100
        model: wrn-10-1
        attack: badnets
        defense: none
        training: {epochs: %d, lrMilestones: [], augmentation: none}
      grid:
        %s
      """;

  private Sweeps() {}

  /**
   * The text of one.
   *
   * @param grid its axes, in one line each
   */
  static String yaml(int images, int epochs, String... grid) {
    return TINY.formatted(images, epochs, String.join("\n  ", grid));
  }

  static Path file(Path folder, String yaml) throws IOException {
    return Files.writeString(folder.resolve("tiny.yaml"), yaml);
  }
}
