package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.Trial;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Measures the store: how long a sweep of 100,000 trials takes to accept and to load, and how many
 * events a second it appends, by size of batch. Give it a folder on the disk in question.
 */
final class StoreBenchmark {
  private static final int TRIALS = 100_000;

  private StoreBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path file = Files.createTempDirectory(Path.of(arguments[0]), "bench").resolve("cbd.db");
    try (Store store = Store.open(file)) {
      Term term = store.beginTerm("bench", Samples.at(0));
      List<Trial> trials = timed("make the trials' ids", () -> Samples.trials(TRIALS));
      Event.SweepAccepted sweep = Samples.accepted(0, "large", trials);
      timed("accept the sweep", () -> done(() -> store.append(term, List.of(sweep))));
      long lease = 1;
      for (int batch : List.of(1, 10, 100, 1000)) {
        lease = trialsInBatchesOf(batch, store, term, trials, lease);
      }
      for (int again = 1; again <= 3; again++) {
        timed("load", store::load);
      }
      timed("count the sweep's trials by state", () -> store.reads().sweeps());
      timed(
          "a page of 100 trials from the middle",
          () -> store.reads().trials(sweep.sweep(), Set.of(), TRIALS / 2, 100));
      timed("all its trials", () -> store.reads().trials(sweep.sweep(), Set.of(), -1, TRIALS));
    }
    System.out.printf(Locale.ROOT, "file: %.0f MB%n", Files.size(file) / 1e6);
  }

  /** Grants leases, records three epochs of each and a result, in batches of one kind. */
  private static long trialsInBatchesOf(
      int batch, Store store, Term term, List<Trial> trials, long firstLease) {
    int rounds = Math.max(1, 2000 / batch);
    List<List<Event>> batches = new ArrayList<>();
    long lease = firstLease;
    for (int round = 0; round < rounds; round++) {
      List<List<Event>> steps = List.of(list(), list(), list(), list(), list());
      for (int i = 0; i < batch; i++, lease++) {
        Trial trial = trials.get((int) lease);
        steps.get(0).add(Samples.granted(1, lease, trial.id(), 1));
        for (int epoch = 1; epoch <= 3; epoch++) {
          steps.get(epoch).add(Samples.recorded(1 + epoch, lease, trial.id(), 1, epoch));
        }
        steps.get(4).add(Samples.succeeded(5, lease, trial.id(), 1, 4));
      }
      batches.addAll(steps);
    }
    long start = System.nanoTime();
    long cpu = cpu();
    batches.forEach(events -> store.append(term, events));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "batches of %4d: %7.0f events/s, %6.2f ms per batch, %4.0f us of CPU per event%n",
        batch,
        batches.size() * batch / seconds,
        1000 * seconds / batches.size(),
        (cpu() - cpu) / 1e3 / batches.size() / batch);
    return lease;
  }

  private static List<Event> list() {
    return new ArrayList<>();
  }

  private static boolean done(Runnable action) {
    action.run();
    return true;
  }

  private static <T> T timed(String what, Supplier<T> action) {
    long start = System.nanoTime();
    long cpu = cpu();
    T result = action.get();
    System.out.printf(
        Locale.ROOT,
        "%-40s %8.0f ms, %8.0f ms of CPU%n",
        what,
        (System.nanoTime() - start) / 1e6,
        (cpu() - cpu) / 1e6);
    return result;
  }

  /**
   * Nanoseconds this thread has computed: what a machine that others use as well leaves to tell.
   */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
