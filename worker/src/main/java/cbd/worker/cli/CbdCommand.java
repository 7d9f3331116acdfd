package cbd.worker.cli;

import cbd.domain.Build;
import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
    return commandLine(new WorkerCommand(settings -> new WorkerProgram(settings, clock).run()))
        .execute(args);
  }

  static CommandLine commandLine(WorkerCommand worker) {
    return new CommandLine(new CbdCommand())
        .addSubcommand(worker)
        .setParameterExceptionHandler(CbdCommand::complain);
  }

  /** What is wrong and where to read on, not the whole help, which would push it off the screen. */
  private static int complain(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try '" + name + " --help'.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
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
