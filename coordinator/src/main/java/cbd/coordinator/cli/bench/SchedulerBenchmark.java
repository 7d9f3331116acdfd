package cbd.coordinator.cli.bench;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.demo.DemoException;
import cbd.coordinator.http.Views;
import cbd.coordinator.sweep.SweepFile;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * One measurement from beginning to end: a large sweep is accepted, looked at, restarted from and
 * worked on; then measurements are reported as fast as they are acknowledged; then trials of a
 * fixed duration run on sixteen slots. Times are those of whoever waits: the client, the workers.
 */
public final class SchedulerBenchmark {
  /** Until the compiler has seen all of the code that is measured. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private static final int LOOKS = 5;
  private static final int BOARDS = 3;
  private static final int RESTARTS = 3;
  private static final long FOR_EVER = 1_000_000_000_000L;

  private final BenchCluster cluster;
  private final Shape shape;
  private final Consumer<String> said;
  private long peakMemory;
  private long resent;

  /**
   * @param said hears how it gets on
   */
  public SchedulerBenchmark(BenchCluster cluster, Shape shape, Consumer<String> said) {
    this.cluster = cluster;
    this.shape = shape;
    this.said = said;
  }

  /**
   * Measures everything.
   *
   * @throws DemoException when a process ends or takes too long
   */
  public SchedulerFigures run() throws InterruptedException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    said.accept("Starting a coordinator ...");
    cluster.startCoordinator();
    BenchSweep sweep = BenchSweep.of("bench-queue", shape.trials(), 1);
    long start = System.nanoTime();
    String id = client().submit(sweep.yaml()).sweep();
    double accepted = seconds(start);
    said.accept(sweep.trials() + " trials are accepted. Looking at them ...");
    Spread status = looks(LOOKS, () -> client().sweep(id));
    String page = "/sweeps/" + id + "/trials?limit=100&after=" + sweep.trials() / 2;
    Spread pages = looks(LOOKS, () -> client().get(page, Views.TrialPage.class));
    Spread board = looks(BOARDS, () -> client().leaderboard(id));
    Spread restarts = restarts();

    List<Tally> noOps = windows("no-op trials", 0);
    int queued = (int) (long) client().sweep(id).trials().getOrDefault("queued", 0L);
    said.accept("Cancelling the " + queued + " trials that are left ...");
    client().change("/sweeps/" + id + "/cancel");
    submit("bench-epochs", Math.min(SweepFile.MAX_TRIALS, 2 * shape.workers() * shape.slots()), 2);
    List<Tally> epochs = windows("measurements", FOR_EVER);
    client().change("/sweeps/" + client().sweeps().get(0).id() + "/cancel");
    double timed = timed();
    noteMemory();
    return new SchedulerFigures(
        sweep.trials(),
        accepted,
        status,
        pages,
        board,
        restarts,
        spread(noOps, tally -> tally.finished() / tally.seconds()),
        queued,
        spread(noOps, tally -> Tally.quantile(tally.dispatch(), 0.5)),
        spread(noOps, tally -> Tally.quantile(tally.dispatch(), 0.99)),
        spread(epochs, tally -> tally.epochs() / tally.seconds()),
        spread(epochs, tally -> Tally.quantile(tally.acknowledged(), 0.5)),
        spread(epochs, tally -> Tally.quantile(tally.acknowledged(), 0.99)),
        timed,
        shape.floor(),
        resent,
        peakMemory == 0 ? null : peakMemory,
        load);
  }

  private CoordinatorClient client() {
    return cluster.client();
  }

  private String submit(String name, int trials, int images) {
    return client().submit(BenchSweep.of(name, trials, images).yaml()).sweep();
  }

  private Spread restarts() throws InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < RESTARTS; i++) {
      noteMemory();
      cluster.killCoordinator();
      seconds.add(cluster.startCoordinator());
    }
    return Spread.of(seconds);
  }

  /** Lets workers work as fast as they can; what was done in each window. */
  private List<Tally> windows(String what, long epochs) throws InterruptedException {
    said.accept(
        "Starting "
            + shape.workers()
            + " simulated workers of "
            + shape.slots()
            + " slots, for "
            + what
            + " ...");
    cluster.startWorkers(shape.workers(), shape.slots(), 0, epochs);
    cluster.pause(WARM_UP);
    List<Tally> windows = new ArrayList<>();
    List<Tally> before = cluster.tallies();
    for (int i = 0; i < shape.windows(); i++) {
      cluster.pause(window());
      List<Tally> now = cluster.tallies();
      windows.add(between(before, now));
      before = now;
    }
    endWork();
    return windows;
  }

  private Duration window() {
    return Duration.ofSeconds(shape.windowSeconds());
  }

  /** Rates are per worker, each by its own clock, so one that printed late counts no less. */
  private static Tally between(List<Tally> before, List<Tally> now) {
    Tally sum = Tally.NOTHING;
    for (int i = 0; i < now.size(); i++) {
      sum = sum.and(now.get(i).since(before.get(i)));
    }
    return sum;
  }

  private void endWork() throws InterruptedException {
    resent += cluster.tallies().stream().mapToLong(Tally::resent).sum();
    noteMemory();
    cluster.stopWorkers();
  }

  private double timed() throws InterruptedException {
    said.accept(
        shape.timedTrials()
            + " trials of "
            + shape.trialSeconds()
            + " s on "
            + Shape.TIMED_SLOTS
            + " slots ...");
    cluster.startWorkers(1, Shape.TIMED_SLOTS, shape.trialSeconds(), 0);
    submit("bench-timed", shape.timedTrials(), 3);
    Duration most = Duration.ofSeconds(60 + (long) (2 * shape.floor()));
    cluster.await(
        "all timed trials have ended",
        200,
        most,
        () -> cluster.tallies().get(0).finished() >= shape.timedTrials());
    double span = cluster.tallies().get(0).span();
    endWork();
    return span;
  }

  private void noteMemory() {
    cluster.peakMemory().ifPresent(bytes -> peakMemory = Math.max(peakMemory, bytes));
  }

  private Spread looks(int times, Runnable look) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      look.run();
      millis.add(1e3 * seconds(start));
    }
    return Spread.of(millis);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static Spread spread(List<Tally> windows, ToDoubleFunction<Tally> figure) {
    return Spread.of(windows.stream().map(figure::applyAsDouble).toList());
  }
}
