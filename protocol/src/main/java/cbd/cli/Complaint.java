package cbd.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a wrong command line is answered. */
public final class Complaint {
  private Complaint() {}

  /**
   * What is wrong and where to read on, not the whole help, which would push it off the screen.
   *
   * @return the exit code
   */
  public static int about(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + words(wrong));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try '" + name + " --help'.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String words(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      boolean noCommand = !wrong.getCommandLine().getSubcommands().isEmpty();
      return (noCommand ? "there is no command '" : "one word too many: '")
          + unmatched.getUnmatched().get(0)
          + "'";
    }
    return String.valueOf(wrong.getMessage());
  }
}
