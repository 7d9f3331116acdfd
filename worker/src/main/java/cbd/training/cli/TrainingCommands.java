package cbd.training.cli;

import cbd.cli.Complaint;
import cbd.cli.Program;
import cbd.domain.Build;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The commands that need no cluster: one trial, benchmarks, data sets, pictures. */
public final class TrainingCommands implements Program {
  @Override
  public CommandLine commandLine() {
    return commandLine(InstantSource.system());
  }

  /**
   * All of them.
   *
   * @param clock tells the time of day
   */
  public static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new Root())
        .addSubcommand(new TrainCommand(clock))
        .addSubcommand(new EvaluateCommand(clock))
        .addSubcommand(new ReplayCommand(clock, () -> System.in))
        .addSubcommand(new BenchCommand())
        .addSubcommand(new ProbeCommand())
        .addSubcommand(new DataCommand())
        .addSubcommand(
            new CommandLine(new ShowCommand()).addSubcommand(new ShowAttackCommand(clock)))
        .addSubcommand(new CommandLine.HelpCommand())
        .setParameterExceptionHandler(Complaint::about);
  }

  @Command(
      name = "cbd",
      synopsisSubcommandLabel = "COMMAND",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Commands that train on this machine alone, without a cluster.")
  private static final class Root {}

  private static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Build build = Build.current();
      return new String[] {"cbd " + build.version() + " (commit " + build.commit() + ")"};
    }
  }
}
