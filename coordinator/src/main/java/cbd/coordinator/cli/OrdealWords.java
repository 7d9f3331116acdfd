package cbd.coordinator.cli;

import cbd.coordinator.chaos.OrdealReport;
import cbd.coordinator.chaos.Work;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.cli.words.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An ordeal's report for people. */
final class OrdealWords {
  private OrdealWords() {}

  static List<String> of(OrdealReport report) {
    List<String> lines = new ArrayList<>(kinds(report));
    lines.add("");
    Work work = report.work();
    lines.add(
        Amounts.count(work.trials(), "trial")
            + ", "
            + Amounts.count(work.attempts(), "attempt")
            + ", "
            + Amounts.count(work.results(), "result")
            + "; "
            + Amounts.count(work.epochs(), "epoch")
            + " recorded, "
            + work.recomputed()
            + " of them trained again; "
            + Amounts.count(work.resumedAttempts(), "attempt")
            + " resumed, which spared "
            + Amounts.count(work.spared(), "epoch"));
    lines.add("From a fault to the next progress: " + times(report.recovery()));
    lines.add(
        "Seed "
            + report.seed()
            + (report.tls() ? ", over TLS" : "")
            + (report.sharedCheckpoints() ? "" : ", each worker with its own checkpoints")
            + ", commit "
            + report.commit()
            + ", "
            + Amounts.seconds(report.seconds())
            + "; stores and logs in "
            + report.folder());
    lines.add("");
    if (report.violations().isEmpty()) {
      lines.add("Every promise was kept.");
    } else {
      lines.add(Amounts.count(report.violations().size(), "violation") + " of what was promised:");
      report.violations().forEach(violation -> lines.add("  " + violation));
    }
    return lines;
  }

  private static List<String> kinds(OrdealReport report) {
    Table table = new Table();
    table.row("fault", "times", "next progress after");
    report
        .faults()
        .forEach(
            (kind, times) -> {
              OrdealReport.Times recovery = report.recoveryByKind().get(kind);
              table.row(kind, Integer.toString(times), recovery == null ? "" : times(recovery));
            });
    if (report.passedOver() > 0) {
      table.row("(no victim)", Integer.toString(report.passedOver()));
    }
    return table.lines();
  }

  private static String times(OrdealReport.Times times) {
    return String.format(
        Locale.ROOT,
        "median %.1f s, p99 %.1f s, longest %.1f s (n = %d)",
        times.median(),
        times.p99(),
        times.longest(),
        times.n());
  }
}
