package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.progress.LineDisplay;
import cbd.coordinator.cli.progress.ProgressDisplay;
import cbd.coordinator.cli.progress.SweepSource;
import cbd.coordinator.cli.progress.SweepWatch;
import cbd.coordinator.cli.progress.TerminalDisplay;
import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Watching a sweep of a coordinator from the command line. */
final class Watching {
  /** Columns of the terminal that stderr is; the launcher says so, and nothing when it is none. */
  private static final String COLUMNS = "cbd.columns";

  private static final Duration PERIOD = Duration.ofMillis(500);

  private Watching() {}

  /**
   * Shows progress until all trials have ended.
   *
   * @param check throws what should end it early; called before each look
   * @return the sweep as it ended
   */
  static Views.SweepView toTheEnd(
      CoordinatorClient client, String sweep, PrintWriter err, Runnable check) {
    try (ProgressDisplay display = display(err, TrialNames.ofSweep(client, sweep))) {
      return new SweepWatch(new OfClient(client, sweep), display, PERIOD).toTheEnd(check);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliFailure(Exit.FAILED, "interrupted; the sweep goes on");
    }
  }

  private static ProgressDisplay display(PrintWriter err, TrialNames names) {
    Integer columns = Integer.getInteger(COLUMNS);
    return columns == null
        ? new LineDisplay(err, names)
        : new TerminalDisplay(err, columns, names, isColoured());
  }

  /** As no-color.org asks: not where the variable is set to anything. */
  private static boolean isColoured() {
    return System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
  }

  private record OfClient(CoordinatorClient client, String id) implements SweepSource {
    @Override
    public Views.SweepView sweep() {
      return client.sweep(id);
    }

    @Override
    public Views.TrialView trial(String trial) {
      return client.trial(trial).trial();
    }

    @Override
    public List<Views.TrialView> failed() {
      return client.trials(id, List.of("failed"));
    }
  }
}
