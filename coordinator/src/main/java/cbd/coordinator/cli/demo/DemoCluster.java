package cbd.coordinator.cli.demo;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A coordinator and workers as child processes on loopback. The operating system chooses the ports,
 * and the coordinator tells which they became: nobody can take them in between.
 *
 * <p>{@link #close} may be called from another thread, such as a shutdown hook.
 */
public final class DemoCluster implements AutoCloseable {
  /** What the coordinator prints when its ports are open. */
  private static final Pattern READY =
      Pattern.compile("cbd coordinator: (http://\\S+) is open, workers join (\\S+)");

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long STOP_SECONDS = 20;

  private final Path launcher;
  private final Path folder;
  private final List<ChildProcess> children = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * @param launcher the {@code cbd} script
   * @param folder for stores and logs; exists
   */
  public DemoCluster(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  /**
   * Starts everything and waits until all workers have registered.
   *
   * @param threads of each worker
   * @param said hears how it gets on
   * @return the coordinator
   * @throws DemoException when a process ends or takes too long
   */
  public CoordinatorClient start(int workers, int threads, Consumer<String> said)
      throws InterruptedException {
    said.accept("Starting the coordinator ...");
    ChildProcess coordinator =
        child("coordinator", "coordinator", "--port", "0", "--http-port", "0");
    await("the coordinator opens its ports", () -> ready(coordinator).find());
    Matcher ready = ready(coordinator);
    if (!ready.find()) {
      throw new IllegalStateException("the coordinator's log lost a line");
    }
    said.accept("Coordinator at " + ready.group(1) + ". Starting " + workers + " workers ...");
    for (int i = 1; i <= workers; i++) {
      String name = "worker-" + i;
      String cores = Integer.toString(threads);
      String metrics = "0";
      child(
          name,
          "worker",
          "--join",
          ready.group(2),
          "--name",
          name,
          "--threads",
          cores,
          "--metrics-port",
          metrics);
    }
    CoordinatorClient client = new CoordinatorClient(URI.create(ready.group(1)));
    await("all workers have registered", () -> registered(client) >= workers);
    said.accept("All " + workers + " workers have joined the cluster.");
    return client;
  }

  private ChildProcess child(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--dir", folder.resolve(name).toString(), "--exit-with-stdin"));
    synchronized (children) {
      if (isStopping()) {
        throw new DemoException("the demo is being stopped");
      }
      ChildProcess child = ChildProcess.start(name, command, folder.resolve(name + ".log"));
      children.add(child);
      return child;
    }
  }

  private static Matcher ready(ChildProcess coordinator) {
    return READY.matcher(String.join("\n", coordinator.lines()));
  }

  private static long registered(CoordinatorClient client) {
    try {
      return client.workers().stream().filter(worker -> !worker.lost()).count();
    } catch (UnreachableException | RefusedException e) {
      // It takes office a moment after its ports are open.
      return 0;
    }
  }

  private void await(String what, BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      requireAllAlive();
      if (System.nanoTime() > end) {
        throw new DemoException(
            "waited "
                + PATIENCE.toSeconds()
                + " s, but not yet: "
                + what
                + ". Each process's log is in "
                + folder);
      }
      if (stopping.await(200, TimeUnit.MILLISECONDS)) {
        throw new DemoException("the demo is being stopped");
      }
    }
  }

  /**
   * Fails when a process has ended.
   *
   * @throws DemoException with the end of its log
   */
  public void requireAllAlive() {
    List.copyOf(children).forEach(ChildProcess::requireAlive);
  }

  /** Whether {@link #close} has begun. */
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Stops all processes, the workers first, in good order or, after a while, without. */
  @Override
  public void close() {
    synchronized (children) {
      stopping.countDown();
      List<ProcessHandle> family = children.stream().flatMap(ChildProcess::family).toList();
      try {
        end(children.stream().filter(child -> !child.name().equals("coordinator")).toList());
        end(children);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
      children.clear();
    }
  }

  private static void end(List<ChildProcess> some) throws InterruptedException {
    some.forEach(ChildProcess::ask);
    for (ChildProcess child : some) {
      if (!child.awaitEnd(STOP_SECONDS)) {
        return;
      }
    }
  }
}
