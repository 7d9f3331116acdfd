package cbd.coordinator.cli.bench;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Json;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.cli.demo.ChildProcess;
import cbd.coordinator.cli.demo.DemoException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator and simulated workers as processes of their own on loopback. {@link #close} may be
 * called from another thread.
 */
public final class BenchCluster implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("cbd coordinator: (http://\\S+) is open, workers join (\\S+)");

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long STOP_SECONDS = 20;

  private final Path launcher;
  private final Path folder;
  private final String javaOptions;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<ChildProcess> workers = new ArrayList<>();
  private @Nullable ChildProcess coordinator;
  private String join = "";
  private CoordinatorClient client = new CoordinatorClient(URI.create("http://127.0.0.1:1"));
  private int started;

  /**
   * @param launcher the {@code cbd} script
   * @param folder for the store and logs; exists
   * @param javaOptions of the coordinator, such as {@code -Xmx1g}
   */
  public BenchCluster(Path launcher, Path folder, String javaOptions) {
    this.launcher = launcher;
    this.folder = folder;
    this.javaOptions = javaOptions;
  }

  /**
   * Starts a coordinator, on the same store each time, and waits until it serves.
   *
   * @return seconds from the start of its process until it is in office
   */
  double startCoordinator() throws InterruptedException {
    long start = System.nanoTime();
    ChildProcess process =
        start(
            "coordinator",
            Map.of("CBD_JAVA_OPTS", javaOptions),
            List.of("coordinator", "--port", "0", "--http-port", "0"),
            List.of("--dir", folder.resolve("coordinator").toString()));
    synchronized (this) {
      coordinator = process;
    }
    await("the coordinator opens its ports", 5, () -> ready(process).find());
    Matcher ready = ready(process);
    if (!ready.find()) {
      throw new IllegalStateException("the coordinator's log lost a line");
    }
    join = ready.group(2);
    client = new CoordinatorClient(URI.create(ready.group(1)));
    await("the coordinator takes office", 5, () -> answers(() -> client.health().leader()));
    return (System.nanoTime() - start) / 1e9;
  }

  /** Kills the coordinator, as a power cut would. */
  void killCoordinator() throws InterruptedException {
    ChildProcess process = coordinator();
    process.kill();
    process.awaitEnd(STOP_SECONDS);
  }

  CoordinatorClient client() {
    return client;
  }

  Path store() {
    return folder.resolve("coordinator").resolve("cbd.db");
  }

  /** The most memory the coordinator's process has had resident, in bytes; Linux only. */
  OptionalLong peakMemory() {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(coordinator().pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Starts simulated workers and waits until the coordinator knows them. */
  void startWorkers(int count, int slots, double trialSeconds, long epochs)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      startWorker(
          List.of(
              "--slots",
              Integer.toString(slots),
              "--trial-seconds",
              Double.toString(trialSeconds),
              "--epochs",
              Long.toString(epochs)));
    }
    awaitWorkers(count);
  }

  /** Starts all of a fleet and waits until the coordinator knows its workers. */
  void startFleet(Fleet fleet) throws InterruptedException {
    for (int process = 0; process < fleet.processes(); process++) {
      startWorker(fleet.options(process));
    }
    awaitWorkers(fleet.workers());
  }

  private void startWorker(List<String> options) {
    String name = "simulated-" + ++started;
    ChildProcess worker =
        start(name, Map.of(), List.of("bench", "worker", "--join", join, "--name", name), options);
    synchronized (this) {
      workers.add(worker);
    }
  }

  private void awaitWorkers(int count) throws InterruptedException {
    await(
        "the simulated workers have registered",
        50,
        () ->
            answers(
                () -> client.workers().stream().filter(worker -> !worker.lost()).count() >= count));
  }

  /** The last line of each simulated worker, in the order of their start. */
  List<Tally> tallies() {
    return workers.stream().map(BenchCluster::tally).toList();
  }

  private static Tally tally(ChildProcess worker) {
    return worker.lines().stream()
        .filter(line -> line.startsWith("{\"seconds\"") && line.endsWith("}"))
        .reduce((earlier, later) -> later)
        .map(line -> Json.read(line, Tally.class))
        .orElse(Tally.NOTHING);
  }

  void stopWorkers() throws InterruptedException {
    end(List.copyOf(workers));
    workers.clear();
  }

  /** Waits a while, unless everything is being stopped. */
  void pause(Duration duration) throws InterruptedException {
    if (stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new DemoException("the measurement is being stopped");
    }
    coordinator().requireAlive();
    workers.forEach(ChildProcess::requireAlive);
  }

  void await(String what, long pollMillis, BooleanSupplier done) throws InterruptedException {
    await(what, pollMillis, PATIENCE, done);
  }

  void await(String what, long pollMillis, Duration most, BooleanSupplier done)
      throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new DemoException(
            "waited "
                + most.toSeconds()
                + " s, but not yet: "
                + what
                + ". Each process's log is in "
                + folder);
      }
      pause(Duration.ofMillis(pollMillis));
    }
  }

  private ChildProcess start(
      String name, Map<String, String> environment, List<String> words, List<String> options) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(words);
    command.addAll(options);
    command.add("--exit-with-stdin");
    return ChildProcess.start(name, command, folder.resolve(name + ".log"), environment);
  }

  private static Matcher ready(ChildProcess coordinator) {
    return READY.matcher(String.join("\n", coordinator.lines()));
  }

  private static boolean answers(BooleanSupplier question) {
    try {
      return question.getAsBoolean();
    } catch (UnreachableException | RefusedException e) {
      return false; // It takes office a moment after its ports are open.
    }
  }

  private ChildProcess coordinator() {
    if (coordinator == null) {
      throw new IllegalStateException("no coordinator was started");
    }
    return coordinator;
  }

  /** Whether {@link #close} has begun. */
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  @Override
  public synchronized void close() {
    stopping.countDown();
    List<ChildProcess> all = new ArrayList<>(workers);
    if (coordinator != null) {
      all.add(coordinator);
    }
    List<ProcessHandle> family = all.stream().flatMap(ChildProcess::family).toList();
    try {
      end(all);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }

  private static void end(List<ChildProcess> some) throws InterruptedException {
    some.forEach(ChildProcess::ask);
    for (ChildProcess child : some) {
      if (!child.awaitEnd(STOP_SECONDS)) {
        child.kill();
      }
    }
  }
}
