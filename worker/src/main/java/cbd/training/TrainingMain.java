package cbd.training;

import cbd.domain.Build;
import cbd.training.cli.BenchCommand;
import cbd.training.cli.DataCommand;
import cbd.training.cli.EvaluateCommand;
import cbd.training.cli.ReplayCommand;
import cbd.training.cli.ShowAttackCommand;
import cbd.training.cli.ShowCommand;
import cbd.training.cli.TrainCommand;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The commands that need no cluster: one trial, benchmarks, data sets, pictures. */
public final class TrainingMain {
  private TrainingMain() {}

  public static void main(String[] args) {
    System.exit(commandLine(InstantSource.system()).execute(args));
  }

  static CommandLine commandLine(InstantSource clock) {
    return new CommandLine(new Root())
        .addSubcommand(new TrainCommand(clock))
        .addSubcommand(new EvaluateCommand(clock))
        .addSubcommand(new ReplayCommand(clock, () -> System.in))
        .addSubcommand(new BenchCommand())
        .addSubcommand(new DataCommand())
        .addSubcommand(
            new CommandLine(new ShowCommand()).addSubcommand(new ShowAttackCommand(clock)))
        .addSubcommand(new CommandLine.HelpCommand());
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
