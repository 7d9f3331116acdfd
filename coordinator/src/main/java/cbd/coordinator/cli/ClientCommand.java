package cbd.coordinator.cli;

import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.http.ProblemDocument;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What all client commands share: help, where they print, and how they end. What was asked for goes
 * to stdout, everything said about it to stderr.
 */
abstract class ClientCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  /**
   * Does it.
   *
   * @return the exit code
   */
  abstract int run();

  @Override
  public final Integer call() {
    try {
      return run();
    } catch (CliFailure e) {
      return fail(e.exit(), String.valueOf(e.getMessage()));
    } catch (UnreachableException e) {
      return fail(
          Exit.UNREACHABLE,
          e.getMessage()
              + (e.isDistrusted()
                  ? ". Name the ca.pem of the coordinator's cluster with --ca FILE or CBD_CA."
                  : ". Start one with `cbd coordinator`, or name another with --coordinator URL or"
                      + " CBD_COORDINATOR."));
    } catch (RefusedException e) {
      return fail(Exit.FAILED, words(e.problem()));
    } finally {
      out().flush();
      err().flush();
    }
  }

  private static String words(ProblemDocument problem) {
    StringBuilder words = new StringBuilder(problem.detail());
    if (problem.errors() != null) {
      problem.errors().forEach(flaw -> words.append("\n  ").append(flaw.message()));
    }
    return words.toString();
  }

  private int fail(int exit, String message) {
    out().flush();
    err().println(spec().qualifiedName() + ": " + message);
    return exit;
  }

  final PrintWriter out() {
    return spec().commandLine().getOut();
  }

  final PrintWriter err() {
    return spec().commandLine().getErr();
  }

  /** The command line itself is wrong; picocli says so, with the usage. */
  final ParameterException wrongUse(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before it calls the command");
    }
    return spec;
  }
}
