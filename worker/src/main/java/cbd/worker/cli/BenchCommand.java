package cbd.worker.cli;

import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code cbd bench}, as far as the cluster's workers are concerned. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = CbdCommand.Version.class,
    description = "Measure; `cbd bench --help` lists what there is.")
final class BenchCommand {
  private BenchCommand() {}

  static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new BenchCommand()).addSubcommand(new BenchWorkerCommand(clock));
  }
}
