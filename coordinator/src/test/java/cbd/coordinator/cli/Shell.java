package cbd.coordinator.cli;

import cbd.cli.Complaint;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs client commands as a shell would, and keeps what they print. */
final class Shell {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "cbd")
  private static final class Root {}

  static CommandLine commandLine() {
    CommandLine cbd = new CommandLine(new Root());
    ClientCommands.all().forEach(cbd::addSubcommand);
    return cbd.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Complaint::about);
  }

  /** The exit code. */
  int run(String... words) {
    return commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
