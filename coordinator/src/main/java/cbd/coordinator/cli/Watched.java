package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;

/** What {@code watch} and {@code submit --watch} do. */
final class Watched {
  private Watched() {}

  /**
   * Shows progress, then the leaderboard; the exit code.
   *
   * @param json whether the leaderboard is for programs
   */
  static int toTheEnd(
      CoordinatorClient client, String sweep, boolean json, PrintWriter out, PrintWriter err) {
    Views.SweepView end;
    Farewell farewell = Farewell.of(sweep, err);
    try (farewell) {
      end = Watching.toTheEnd(client, sweep, err, () -> {});
    }
    out.print((json ? BoardFormat.JSON : BoardFormat.TABLE).ask(client, sweep));
    out.flush();
    return exit(end, err);
  }

  /** What became of a sweep that is over, said when it did not go well; the exit code. */
  static int exit(Views.SweepView end, PrintWriter err) {
    long stopped = end.trials().getOrDefault("stopped", 0L);
    long missing = end.size() - end.trials().getOrDefault("succeeded", 0L) - stopped;
    if (stopped > 0) {
      err.printf(
          "%s stopped early, by the sweep's rule. Why: cbd trials %s --state stopped%n",
          Amounts.count(stopped, "trial"), end.id());
    }
    if (missing == 0) {
      return Exit.OK;
    }
    err.printf(
        "%s without a result. Why: cbd trials %s. Again: cbd retry %s%n",
        Amounts.count(missing, "trial"), end.id(), end.id());
    return Exit.FAILED;
  }
}
