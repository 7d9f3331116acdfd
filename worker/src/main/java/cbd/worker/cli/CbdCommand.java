package cbd.worker.cli;

import cbd.cli.Complaint;
import cbd.domain.Build;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The part of {@code cbd} that this program is: the launcher sends its first word along. */
@Command(
    name = "cbd",
    mixinStandardHelpOptions = true,
    versionProvider = CbdCommand.Version.class,
    subcommands = HelpCommand.class)
public final class CbdCommand {
  private CbdCommand() {}

  /** Runs the command line and returns the process's exit code. */
  public static int execute(InstantSource clock, String... args) {
    return all(clock).execute(args);
  }

  /** With all that it runs. */
  static CommandLine all(InstantSource clock) {
    return commandLine(new WorkerCommand(settings -> new WorkerProgram(settings, clock).run()))
        .addSubcommand(BenchCommand.commandLine(clock))
        .addSubcommand(new DoctorCommand(clock));
  }

  static CommandLine commandLine(WorkerCommand worker) {
    return new CommandLine(new CbdCommand())
        .addSubcommand(worker)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Complaint::about);
  }

  /** Version and commit, as they were built. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Build build = Build.current();
      return new String[] {
        "cbd " + build.version() + " (" + build.commit() + (build.dirty() ? ", changed)" : ")")
      };
    }
  }
}
