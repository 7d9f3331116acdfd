package cbd.coordinator.cli;

import cbd.coordinator.cli.bench.BenchCluster;
import cbd.coordinator.cli.bench.Fleet;
import cbd.coordinator.cli.bench.LoadBenchmark;
import cbd.coordinator.cli.bench.LoadFigures;
import cbd.coordinator.cli.bench.LoadShape;
import cbd.coordinator.cli.bench.Spread;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.cli.words.Table;
import java.time.InstantSource;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cbd bench load}: what does a coordinator bear? */
@Command(
    name = "load",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Measures a coordinator under many clients and workers: starts one and simulated workers as"
          + " processes of their own on this machine, keeps every slot busy with sweeps that nobody"
          + " trains, and lets clients ask, submit and listen to events over HTTP, each from an"
          + " address of its own within 127.0.0.0/8. Prints rates, latencies by route, refusals,"
          + " lost leases and what the coordinator takes of the machine. Needs Linux.",
      "",
      "Takes some minutes; store and logs stay in a fresh folder .cbd/bench/N."
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
      "  cbd bench load --clients 200 --workers 1000",
      "  cbd bench load --clients 50 --every 0   (as fast as it answers)"
    })
final class LoadBenchCommand extends ClusterBenchCommand {
  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "200",
      description = "Clients that ask. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--every",
      paramLabel = "T",
      defaultValue = "1",
      description =
          "Seconds from one question of a client to its next; 0: as soon as it is answered."
              + " Default: ${DEFAULT-VALUE}.")
  private double every;

  @Option(
      names = "--listeners",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "Streams of events that are open besides, as those of web pages."
              + " Default: ${DEFAULT-VALUE}.")
  private int listeners;

  @Option(
      names = "--workers",
      paramLabel = "W",
      defaultValue = "1000",
      description = "Simulated workers. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--slots",
      paramLabel = "S",
      defaultValue = "1",
      description = "Slots of each. Default: ${DEFAULT-VALUE}.")
  private int slots;

  @Option(
      names = "--processes",
      paramLabel = "P",
      defaultValue = "2",
      description = "Processes that the workers are spread over. Default: ${DEFAULT-VALUE}.")
  private int processes;

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Members of the cluster in each process, which share its workers; real workers are one"
              + " each. Default: ${DEFAULT-VALUE}.")
  private int members;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "6",
      description = "Epochs of a trial. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--epoch-seconds",
      paramLabel = "T",
      defaultValue = "10",
      description = "Length of an epoch. Default: ${DEFAULT-VALUE}.")
  private double epochSeconds;

  @Option(
      names = "--warm-up-seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Before anything is measured. Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Option(
      names = "--windows",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often all is measured, one after the other. Default: ${DEFAULT-VALUE}.")
  private int windows;

  @Option(
      names = "--window-seconds",
      paramLabel = "N",
      defaultValue = "12",
      description = "Length of a window. Default: ${DEFAULT-VALUE}.")
  private int windowSeconds;

  @Override
  void check() {
    require(clients >= 1 && clients <= 10_000, "--clients", "between 1 and 10000", clients);
    require(every >= 0 && every <= 60, "--every", "between 0 and 60", every);
    require(listeners >= 0 && listeners <= 1000, "--listeners", "between 0 and 1000", listeners);
    require(workers >= 1 && workers <= 10_000, "--workers", "between 1 and 10000", workers);
    require(slots >= 1 && slots <= 64, "--slots", "between 1 and 64", slots);
    require(
        processes >= 1 && processes <= Math.min(workers, 16),
        "--processes",
        "between 1 and 16, and no more than the workers",
        processes);
    require(members >= 1 && members <= 500, "--members", "between 1 and 500", members);
    require(epochs >= 1 && epochs <= 10_000, "--epochs", "between 1 and 10000", epochs);
    require(
        epochSeconds >= 1 && epochSeconds <= 60,
        "--epoch-seconds",
        "between 1 and 60, below a lease",
        epochSeconds);
    require(warmUpSeconds >= 0, "--warm-up-seconds", "at least 0", warmUpSeconds);
    require(windows >= 1 && windows <= 100, "--windows", "between 1 and 100", windows);
    require(windowSeconds >= 2, "--window-seconds", "at least 2", windowSeconds);
  }

  @Override
  void measure(BenchCluster cluster) throws InterruptedException {
    Fleet fleet = new Fleet(workers, processes, members, slots, epochs, epochSeconds);
    LoadShape shape =
        new LoadShape(clients, every, listeners, fleet, warmUpSeconds, windows, windowSeconds);
    LoadFigures figures =
        new LoadBenchmark(cluster, shape, InstantSource.system(), this::say).run();
    print(figures, () -> print(figures));
  }

  private void print(LoadFigures seen) {
    out()
        .printf(
            Locale.ROOT,
            "%s; %d clients, %d listeners, %d workers of %d slots, %d sweeps%n",
            machine(seen.loadAverage()),
            clients,
            listeners,
            workers,
            slots,
            seen.sweeps());
    routes(seen).print(out());
    out().println();
    whole(seen).print(out());
  }

  private static Table routes(LoadFigures seen) {
    Table table = new Table();
    table.row("ROUTE", "N", "FAILED", "P50 MS", "P95 MS", "P99 MS", "LONGEST MS", "BYTES");
    for (LoadFigures.Route route : seen.routes()) {
      table.row(
          route.name(),
          Integer.toString(route.n()),
          Integer.toString(route.failed()),
          number(route.p50Millis()),
          number(route.p95Millis()),
          number(route.p99Millis()),
          number(route.longestMillis()),
          Long.toString(route.bytes()));
    }
    return table;
  }

  private static Table whole(LoadFigures seen) {
    Table table = new Table();
    table.row("WHAT", "MEDIAN (LOWEST TO HIGHEST, REPEATS)");
    table.row("requests answered per second", seen.requestsPerSecond().words(0));
    table.row(
        "requests; too many of one address, refused, broken",
        seen.asked() + "; " + seen.tooMany() + ", " + seen.refused() + ", " + seen.broken());
    table.row(
        "pictures to listeners; between two p50, p99, ms",
        seen.pictures()
            + "; "
            + number(seen.pictureP50Millis())
            + ", "
            + number(seen.pictureP99Millis()));
    table.row("streams broken", Integer.toString(seen.listenersLost()));
    table.row("to all listeners per second", Amounts.bytes(seen.listenedBytesPerSecond()));
    table.row("durable epoch results per second", seen.epochsPerSecond().words(0));
    table.row(
        "their acknowledgement p50, p99, ms",
        number(seen.acknowledgeP50Millis()) + ", " + number(seen.acknowledgeP99Millis()));
    table.row(
        "dispatch latency p50, p99, ms (orders)",
        number(seen.dispatchP50Millis())
            + ", "
            + number(seen.dispatchP99Millis())
            + " ("
            + seen.dispatched()
            + ")");
    table.row("reports sent again", Long.toString(seen.resent()));
    table.row("workers lost, leases expired", seen.workersLost() + ", " + seen.leasesExpired());
    table.row("longest silence of a worker, s (5 is due)", seen.silence().words(1));
    table.row("coordinator's cores busy", seen.cores().words(2));
    table.row("its heap, MB", megabytes(seen.heapBytes()));
    table.row("its threads", seen.threads().words(0));
    table.row("messages waiting for its actor", seen.mailbox().words(0));
    Long memory = seen.peakMemoryBytes();
    table.row("its peak resident memory", memory == null ? "unknown" : Amounts.bytes(memory));
    return table;
  }

  private static String megabytes(Spread bytes) {
    return new Spread(bytes.median() / 1e6, bytes.low() / 1e6, bytes.high() / 1e6, bytes.n())
        .words(0);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}
