package cbd.training.cli;

import cbd.training.engine.Libtorch;
import cbd.training.stage.StageSettings;
import cbd.training.trial.RunSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a command may use of this machine, each with a value that it has without being said. */
final class MachineOptions {
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      defaultValue = "${env:CBD_CACHE:-}",
      description =
          "Folder for decoded images, shared by all processes of a machine (default: $CBD_CACHE,"
              + " else .cbd-cache in the data folder).")
  private String cache = "";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads per operation (default: 1, or what a stored trial had). With 1 on a CPU, repeats"
              + " are equal bit for bit.")
  private @Nullable Integer threads;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|gpu:N",
      description = "Where to compute (default: cpu, or what a stored trial had).")
  private @Nullable String device;

  @Mixin private LibtorchOption libtorch = new LibtorchOption();

  /**
   * The settings of a command that shares stages; libtorch, once started, is the one named.
   *
   * @throws ParameterException when they are out of range
   */
  RunSettings settings(CommandLine command, StageOptions stages) {
    try {
      return settings(command, 1, "cpu").sharing(stages.settings(null));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The settings; libtorch, once started, is the one named.
   *
   * @param usualThreads unless something else was said
   * @param usualDevice unless something else was said
   * @throws ParameterException when they are out of range
   */
  RunSettings settings(CommandLine command, int usualThreads, String usualDevice) {
    try {
      System.setProperty(Libtorch.PROPERTY, libtorch.lib());
      return new RunSettings(
          data.folder(),
          threads == null ? usualThreads : threads,
          device == null ? usualDevice : device,
          cache,
          StageSettings.OFF);
    } catch (Libtorch.UnfitException e) {
      throw new ParameterException(command, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "--" + e.getMessage(), e);
    }
  }
}
