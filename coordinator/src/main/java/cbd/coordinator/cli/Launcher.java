package cbd.coordinator.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code cbd} script that started this process, for commands that start processes. */
final class Launcher {
  private Launcher() {}

  /**
   * The distribution's folder, which the launcher names.
   *
   * @throws CliFailure when there is none
   */
  static Path home() {
    String home = System.getProperty("cbd.home");
    if (home == null || !Files.isExecutable(Path.of(home, "cbd"))) {
      throw new CliFailure(
          Exit.INVALID, "this starts processes with the launcher; run it as `./cbd ...`");
    }
    return Path.of(home);
  }
}
