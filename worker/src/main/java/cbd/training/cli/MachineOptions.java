package cbd.training.cli;

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
      names = "--threads",
      paramLabel = "N",
      description = "Threads per operation (default: 1, or what the trial had).")
  private @Nullable Integer threads;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu:0",
      description = "Where to compute (default: cpu, or what the trial had).")
  private @Nullable String device;

  /** With one thread on the CPU unless something else was said. */
  RunSettings settings(CommandLine command) {
    return settings(command, 1, "cpu");
  }

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
          data, threads == null ? usualThreads : threads, device == null ? usualDevice : device);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "--" + e.getMessage(), e);
    }
  }
}
