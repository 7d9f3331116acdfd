package cbd.training.cli;

import cbd.training.stage.StageSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where stages are kept, for every command that trains. */
public final class StageOptions {
  private static final String OFF = "off";

  @Option(
      names = "--stages",
      paramLabel = "DIR|off",
      description =
          "Where poisoned sets, backdoored models and attackers' networks are kept for other trials"
              + " that need the same; processes of one machine may share it. A trial gives the same"
              + " numbers with and without. Default: off; for a worker the folder stages in its"
              + " --dir.")
  private @Nullable String folder;

  @Option(
      names = "--stage-budget",
      paramLabel = "SIZE",
      defaultValue = "20GB",
      description =
          "Size of all that is kept there, such as 500MB; the least recently used goes first."
              + " Default: ${DEFAULT-VALUE}.")
  private String budget = "";

  /**
   * The settings.
   *
   * @param usual the folder when none was named; null: nothing is kept then
   * @throws IllegalArgumentException when the budget is no size
   */
  public StageSettings settings(@Nullable Path usual) {
    long bytes = Sizes.bytes("--stage-budget", budget);
    if (folder == null) {
      return usual == null
          ? StageSettings.OFF
          : new StageSettings(usual.toAbsolutePath().normalize().toString(), bytes);
    }
    return folder.isEmpty() || folder.equals(OFF)
        ? StageSettings.OFF
        : new StageSettings(Path.of(folder).toAbsolutePath().normalize().toString(), bytes);
  }
}
