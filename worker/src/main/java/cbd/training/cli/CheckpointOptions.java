package cbd.training.cli;

import cbd.training.checkpoint.CheckpointSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where checkpoints are kept and how often one is made. */
public final class CheckpointOptions {
  private static final String OFF = "off";

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR|off",
      description =
          "Where trainings are kept, so that another process goes on where one ended, with the same"
              + " numbers. Machines may share it, such as over NFS. Default: the folder checkpoints"
              + " in a worker's --dir; off where there is none.")
  private @Nullable String folder;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "1",
      description = "A checkpoint at the end of each N-th epoch. Default: ${DEFAULT-VALUE}.")
  private int everyEpochs;

  @Option(
      names = "--checkpoint-minutes",
      paramLabel = "M",
      defaultValue = "5",
      description =
          "One within an epoch as well when the last is M minutes old; 0: none there."
              + " Default: ${DEFAULT-VALUE}.")
  private double everyMinutes;

  @Option(
      names = "--checkpoint-budget",
      paramLabel = "SIZE",
      defaultValue = "50GB",
      description =
          "Size of all checkpoints there; the oldest go first, other trainings' too, but never the"
              + " last one of the training that needs room. Default: ${DEFAULT-VALUE}.")
  private String budget = "";

  /** Whether a folder was named. */
  public boolean isNamed() {
    return folder != null;
  }

  /**
   * The settings.
   *
   * @param usual the folder when none was named; null: no checkpoints then
   * @throws IllegalArgumentException when they are out of range; the message names the option
   */
  public CheckpointSettings settings(@Nullable Path usual) {
    long bytes = Sizes.bytes("--checkpoint-budget", budget);
    if (everyEpochs < 1) {
      throw new IllegalArgumentException(
          "--checkpoint-every must be at least 1, but was " + everyEpochs);
    }
    if (!(everyMinutes >= 0)) {
      throw new IllegalArgumentException(
          "--checkpoint-minutes must be at least 0, but was " + everyMinutes);
    }
    String named = folder == null && usual != null ? usual.toString() : folder;
    return named == null || named.isEmpty() || named.equals(OFF)
        ? CheckpointSettings.OFF
        : new CheckpointSettings(
            Path.of(named).toAbsolutePath().normalize().toString(),
            everyEpochs,
            everyMinutes,
            bytes,
            "");
  }
}
