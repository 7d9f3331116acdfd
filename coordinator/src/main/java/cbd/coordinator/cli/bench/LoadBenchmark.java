package cbd.coordinator.cli.bench;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.Views;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * One load from beginning to end: a coordinator, sweeps that keep every slot busy, workers that
 * report at the pace of real ones, and then clients, whom it is measured with.
 */
public final class LoadBenchmark {
  private static final int EXAMPLES = 100;

  /** Looks at the coordinator in each window. */
  private static final int LOOKS = 3;

  private static final Duration BEGINNING = Duration.ofMinutes(3);

  private final BenchCluster cluster;
  private final LoadShape shape;
  private final InstantSource clock;
  private final Consumer<String> said;

  /**
   * @param clock the machine's
   * @param said hears how it gets on
   */
  public LoadBenchmark(
      BenchCluster cluster, LoadShape shape, InstantSource clock, Consumer<String> said) {
    this.cluster = cluster;
    this.shape = shape;
    this.clock = clock;
    this.said = said;
  }

  /** One window. */
  private record Window(long from, long until, Tally tally, List<Vitals> vitals) {
    double cores() {
      return vitals.get(vitals.size() - 1).cores(vitals.get(0));
    }
  }

  /**
   * Measures everything.
   *
   * @throws cbd.coordinator.cli.demo.DemoException when a process ends or takes too long
   */
  public LoadFigures run() throws InterruptedException {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    said.accept("Starting a coordinator ...");
    cluster.startCoordinator();
    List<String> sweeps = submit();
    startFleet();
    List<String> trials =
        client()
            .get("/sweeps/" + sweeps.get(0) + "/trials?limit=" + EXAMPLES, Views.TrialPage.class)
            .trials()
            .stream()
            .map(Views.TrialView::id)
            .toList();
    Mix mix = new Mix(sweeps, trials, LoadShape.SWEEP);
    try (Crowd crowd = new Crowd(client().address(), mix, shape.every())) {
      said.accept(shape.clients() + " clients and " + shape.listeners() + " listeners come in ...");
      crowd.begin(shape.clients(), shape.listeners());
      cluster.pause(Duration.ofSeconds(shape.warmUpSeconds()));
      Vitals before = look();
      long heard = crowd.heard();
      List<Window> windows = windows();
      heard = crowd.heard() - heard;
      return figures(sweeps.size(), crowd, before, windows, heard, load);
    }
  }

  private CoordinatorClient client() {
    return cluster.client();
  }

  private List<String> submit() {
    int count = shape.sweeps();
    said.accept("Submitting " + count + " sweeps of " + LoadShape.SWEEP + " trials ...");
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      ids.add(client().submit(BenchSweep.of("bench-" + i, LoadShape.SWEEP, i).yaml()).sweep());
    }
    return ids;
  }

  private void startFleet() throws InterruptedException {
    Fleet fleet = shape.fleet();
    said.accept("Starting " + fleet.workers() + " simulated workers ...");
    long start = System.nanoTime();
    cluster.startFleet(fleet);
    String busy = "cbd_slots{state=\"leased\",}";
    cluster.await(
        "all slots are busy",
        200,
        BEGINNING,
        () -> Vitals.value(client().metrics(), busy) >= fleet.allSlots());
    said.accept("All slots are busy after " + (System.nanoTime() - start) / 1_000_000_000 + " s.");
  }

  private Vitals look() {
    return Vitals.of(client(), clock.instant());
  }

  private List<Window> windows() throws InterruptedException {
    List<Window> windows = new ArrayList<>();
    Tally before = sum(cluster.tallies());
    for (int i = 0; i < shape.windows(); i++) {
      said.accept("Window " + (i + 1) + " of " + shape.windows() + " ...");
      long from = System.nanoTime();
      List<Vitals> vitals = new ArrayList<>(List.of(look()));
      for (int look = 1; look <= LOOKS; look++) {
        long due = from + Duration.ofSeconds(shape.windowSeconds()).toNanos() * look / LOOKS;
        cluster.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        vitals.add(look());
      }
      long until = System.nanoTime();
      Tally now = sum(cluster.tallies());
      windows.add(new Window(from, until, now.since(before), vitals));
      before = now;
    }
    return windows;
  }

  private static Tally sum(List<Tally> tallies) {
    return tallies.stream().reduce(Tally.NOTHING, Tally::and);
  }

  private LoadFigures figures(
      int sweeps, Crowd crowd, Vitals first, List<Window> windows, long heard, double load) {
    long from = windows.get(0).from();
    long until = windows.get(windows.size() - 1).until();
    List<Samples.Sample> answers = crowd.answers().between(from, until);
    List<Samples.Sample> events = crowd.pictures().between(from, until);
    long[] gaps =
        events.stream().filter(Samples.Sample::isGood).mapToLong(Samples.Sample::nanos).toArray();
    Tally work = sum(windows.stream().map(Window::tally).toList());
    Vitals last = windows.get(windows.size() - 1).vitals().get(LOOKS);
    return new LoadFigures(
        sweeps,
        spread(windows, window -> answered(crowd, window)),
        answers.size(),
        count(answers, Samples.TOO_MANY),
        answers.size()
            - (int) answers.stream().filter(Samples.Sample::isGood).count()
            - count(answers, Samples.TOO_MANY)
            - count(answers, Samples.BROKEN),
        count(answers, Samples.BROKEN),
        Samples.routes(answers),
        gaps.length,
        Samples.quantile(gaps, 0.5),
        Samples.quantile(gaps, 0.99),
        events.size() - gaps.length,
        heard / ((until - from) / 1e9),
        spread(windows, window -> window.tally().epochs() / window.tally().seconds()),
        Tally.quantile(work.acknowledged(), 0.5),
        Tally.quantile(work.acknowledged(), 0.99),
        work.dispatch().stream().mapToLong(Tally.Step::count).sum(),
        Tally.quantile(work.dispatch(), 0.5),
        Tally.quantile(work.dispatch(), 0.99),
        work.resent(),
        (int) (last.workersLost() - first.workersLost()),
        (int) (last.leasesExpired() - first.leasesExpired()),
        looks(windows, Vitals::silence),
        spread(windows, Window::cores),
        looks(windows, Vitals::heapBytes),
        looks(windows, Vitals::threads),
        looks(windows, Vitals::mailbox),
        cluster.peakMemory().isPresent() ? (Long) cluster.peakMemory().getAsLong() : null,
        load);
  }

  private static double answered(Crowd crowd, Window window) {
    long good =
        crowd.answers().between(window.from(), window.until()).stream()
            .filter(Samples.Sample::isGood)
            .count();
    return good / ((window.until() - window.from()) / 1e9);
  }

  private static int count(List<Samples.Sample> samples, int status) {
    return (int) samples.stream().filter(sample -> sample.status() == status).count();
  }

  private static Spread spread(List<Window> windows, ToDoubleFunction<Window> figure) {
    return Spread.of(windows.stream().map(figure::applyAsDouble).toList());
  }

  private static Spread looks(List<Window> windows, ToDoubleFunction<Vitals> figure) {
    return Spread.of(
        windows.stream()
            .flatMap(window -> window.vitals().stream())
            .map(figure::applyAsDouble)
            .toList());
  }
}
