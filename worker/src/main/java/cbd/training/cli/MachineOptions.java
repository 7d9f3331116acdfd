package cbd.training.cli;

import cbd.training.stage.StageSettings;
import cbd.training.trial.RunSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a command may use of this machine, each with a value that it has without being said. */
final class MachineOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:CBD_DATA:-}",
      description = "Folder with data sets that are read from files (default: $CBD_DATA).")
  private String data = "";

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      defaultValue = "${env:CBD_CACHE:-}",
      description =
          "Folder for decoded images (default: $CBD_CACHE, else .cbd-cache in the data folder).")
  private String cache = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads per operation (default: 1, or what the trial had).")
  private @Nullable Integer threads;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu:0",
      description = "Where to compute (default: cpu, or what the trial had).")
  private @Nullable String device;

  /**
   * The settings.
   *
   * @param usualThreads unless something else was said
   * @param usualDevice unless something else was said
   * @throws ParameterException when they are out of range
   */
  RunSettings settings(CommandLine command, int usualThreads, String usualDevice) {
    try {
      return new RunSettings(
          data,
          threads == null ? usualThreads : threads,
          device == null ? usualDevice : device,
          cache,
          StageSettings.OFF);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "--" + e.getMessage(), e);
    }
  }
}
