package cbd.coordinator.cli;

import cbd.coordinator.cli.bench.BenchCluster;
import cbd.coordinator.cli.bench.SchedulerBenchmark;
import cbd.coordinator.cli.bench.SchedulerFigures;
import cbd.coordinator.cli.bench.Shape;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.cli.words.Table;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cbd bench scheduler}: how fast is the coordinator? */
@Command(
    name = "scheduler",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Measures a coordinator as its workers and clients see it: starts one and simulated workers"
          + " as processes of their own on this machine, submits large sweeps of trials that nobody"
          + " trains, kills and restarts it, and prints rates, latencies and its memory. Everything"
          + " is stored as durably as in earnest.",
      "",
      "Takes a minute or two; store and logs stay in a fresh folder .cbd/bench/N."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:a process failed; the message says why",
      "2:an option is wrong; nothing was started",
      "130:Ctrl-C"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd bench scheduler",
      "  cbd bench scheduler --timed-trials 10000 --seconds 1   (Ray Tune's shape: 625 s at best)"
    })
final class SchedulerBenchCommand extends ClusterBenchCommand {
  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Trials that are queued. Default: ${DEFAULT-VALUE}.")
  private int trials;

  @Option(
      names = "--workers",
      paramLabel = "W",
      defaultValue = "2",
      description = "Processes that pretend to train. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--slots",
      paramLabel = "S",
      defaultValue = "64",
      description = "Slots of each. Default: ${DEFAULT-VALUE}.")
  private int slots;

  @Option(
      names = "--windows",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often each rate is measured, after ten seconds that warm up."
              + " Default: ${DEFAULT-VALUE}.")
  private int windows;

  @Option(
      names = "--window-seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Length of a window. Default: ${DEFAULT-VALUE}.")
  private int windowSeconds;

  @Option(
      names = "--timed-trials",
      paramLabel = "N",
      defaultValue = "320",
      description = "Trials of a fixed duration on 16 slots. Default: ${DEFAULT-VALUE}.")
  private int timedTrials;

  @Option(
      names = "--seconds",
      paramLabel = "T",
      defaultValue = "1",
      description = "Their duration. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Override
  void check() {
    require(trials >= 1 && trials <= 100_000, "--trials", "between 1 and 100000", trials);
    require(workers >= 1 && workers <= 16, "--workers", "between 1 and 16", workers);
    require(slots >= 1 && slots <= 4096, "--slots", "between 1 and 4096", slots);
    require(windows >= 1 && windows <= 100, "--windows", "between 1 and 100", windows);
    require(windowSeconds >= 2, "--window-seconds", "at least 2", windowSeconds);
    require(
        timedTrials >= 16
            && timedTrials <= 100_000
            && (timedTrials <= 1000 || timedTrials % 1000 == 0),
        "--timed-trials",
        "between 16 and 100000, and whole thousands beyond 1000",
        timedTrials);
    require(seconds > 0 && seconds <= 3600, "--seconds", "above 0, and at most 3600", seconds);
  }

  @Override
  void measure(BenchCluster cluster) throws InterruptedException {
    Shape shape = new Shape(trials, workers, slots, windows, windowSeconds, timedTrials, seconds);
    SchedulerFigures figures = new SchedulerBenchmark(cluster, shape, this::say).run();
    print(figures, () -> print(shape, figures));
  }

  private void print(Shape shape, SchedulerFigures seen) {
    out().println(machine(seen.loadAverage()));
    Table table = new Table();
    table.row("WHAT", "MEDIAN (LOWEST TO HIGHEST, REPEATS)");
    String queue = Amounts.count(seen.trials(), "trial");
    table.row(queue + " accepted, s", String.format(Locale.ROOT, "%.1f", seen.acceptSeconds()));
    table.row("their status, ms", seen.statusMillis().words(0));
    table.row("100 of them listed, ms", seen.pageMillis().words(0));
    table.row("their leaderboard, ms", seen.boardMillis().words(0));
    table.row("restart after kill -9, s", seen.restartSeconds().words(1));
    table.row("no-op trials per second", seen.trialsPerSecond().words(0));
    table.row("dispatch latency p50, ms", seen.dispatchP50Millis().words(1));
    table.row("dispatch latency p99, ms", seen.dispatchP99Millis().words(1));
    table.row("durable epoch results per second", seen.epochsPerSecond().words(0));
    table.row("their acknowledgement p50, ms", seen.acknowledgeP50Millis().words(1));
    table.row("their acknowledgement p99, ms", seen.acknowledgeP99Millis().words(1));
    table.row(
        shape.timedTrials() + " trials of " + shape.trialSeconds() + " s on 16 slots, s",
        String.format(
            Locale.ROOT,
            "%.2f, where %.2f is the floor: %.2f %% overhead",
            seen.timedSeconds(),
            seen.floorSeconds(),
            100 * seen.overhead()));
    Long memory = seen.peakMemoryBytes();
    table.row(
        "coordinator's peak resident memory", memory == null ? "unknown" : Amounts.bytes(memory));
    table.row("reports sent again", Long.toString(seen.resent()));
    table.print(out());
    out().println("Still queued after the no-op windows: " + seen.queuedAtEnd());
  }
}
