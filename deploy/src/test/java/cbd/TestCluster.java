package cbd;

import static org.awaitility.Awaitility.await;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/** A coordinator and workers on loopback. */
final class TestCluster {
  /** Short, so that the tests are: a lease runs out this long after the last progress. */
  private static final int LEASE_SECONDS = 15;

  private final Processes processes;
  private String join = "";
  private CoordinatorClient client = new CoordinatorClient(URI.create("http://127.0.0.1:1"));

  TestCluster(Processes processes) {
    this.processes = processes;
  }

  /** Starts a coordinator on ports of its choice. */
  Processes.Running startCoordinator() throws IOException {
    return startCoordinator(0, 0);
  }

  /** Starts one again where the last one was. */
  Processes.Running restartCoordinator() throws IOException {
    return startCoordinator(URI.create("tcp://" + join).getPort(), client.address().getPort());
  }

  private Processes.Running startCoordinator(int port, int httpPort) throws IOException {
    Processes.Running coordinator =
        processes.start(
            "coordinator",
            "--port",
            Integer.toString(port),
            "--http-port",
            Integer.toString(httpPort),
            "--lease-seconds",
            Integer.toString(LEASE_SECONDS),
            "--dir",
            processes.folder().resolve("coordinator").toString());
    Matcher ready = coordinator.awaitText("(http://\\S+) is open, workers join (\\S+)");
    client = new CoordinatorClient(URI.create(ready.group(1)));
    join = ready.group(2);
    until(client::health, Views.Health::leader);
    return coordinator;
  }

  /** Starts a worker of one slot. */
  Processes.Running startWorker(String name) throws IOException {
    return processes.start(
        "worker",
        "--join",
        join,
        "--name",
        name,
        "--threads",
        "1",
        "--metrics-port",
        "0",
        "--dir",
        processes.folder().resolve(name).toString());
  }

  CoordinatorClient client() {
    return client;
  }

  String address() {
    return client.address().toString();
  }

  Path store() {
    return processes.folder().resolve("coordinator").resolve("cbd.db");
  }

  /** What runs of a sweep. */
  List<Views.RunningView> running(String sweep) {
    Views.Live live = client.sweep(sweep).live();
    return live == null ? List.of() : live.running();
  }

  /** Waits until an attempt is in the middle of training; on this worker, if one is named. */
  Views.RunningView awaitMidTrial(String sweep, String worker) {
    List<Views.RunningView> seen = new ArrayList<>();
    until(
        () -> running(sweep),
        running -> {
          running.stream()
              .filter(attempt -> attempt.slot().startsWith(worker))
              .filter(attempt -> share(attempt.progress()) > 0)
              .findFirst()
              .ifPresent(seen::add);
          return !seen.isEmpty();
        });
    return seen.get(0);
  }

  private static double share(Map<String, Object> progress) {
    return progress == null ? 0 : ((Number) progress.get("done")).doubleValue();
  }

  /** Waits until all trials of a sweep have ended. */
  Views.SweepView awaitEnd(String sweep) {
    return until(() -> client.sweep(sweep), view -> view.done() == view.size());
  }

  /** Waits; a coordinator that is away is waited for. */
  static <T> T until(Callable<T> look, Predicate<T> wanted) {
    return await()
        .atMost(Processes.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreException(UnreachableException.class)
        .ignoreException(RefusedException.class)
        .until(look, wanted);
  }
}
