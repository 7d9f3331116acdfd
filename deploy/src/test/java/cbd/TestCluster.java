package cbd;

import static org.awaitility.Awaitility.await;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Credentials;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.http.Views;
import cbd.tls.CertificateFolder;
import cbd.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/** A coordinator and workers on loopback. */
final class TestCluster {
  /** Short, so that the tests are: a lease runs out this long after the last progress. */
  private static final int LEASE_SECONDS = 15;

  private final Processes processes;
  private final List<String> options = new ArrayList<>();
  private final List<String> tls = new ArrayList<>();
  private Credentials credentials = Credentials.NONE;
  private String join = "";
  private CoordinatorClient client = new CoordinatorClient(URI.create("http://127.0.0.1:1"));

  TestCluster(Processes processes) {
    this.processes = processes;
  }

  /** Coordinators that are started from now on get these options besides. */
  void also(String... more) {
    options.addAll(List.of(more));
  }

  /** All members show this certificate and speak TLS; before any is started. */
  void secure(CertificateFolder member) {
    tls.addAll(List.of("--tls", member.folder().toString()));
    credentials =
        new Credentials(Optional.of(Tls.believing(member.authorities())), Optional.empty());
  }

  /** Starts a coordinator on ports of its choice. */
  Processes.Running startCoordinator() throws IOException {
    return startCoordinator(0, 0, directory());
  }

  /** Starts a coordinator that keeps its store in this folder. */
  Processes.Running startCoordinator(Path directory) throws IOException {
    return startCoordinator(0, 0, directory);
  }

  /** Starts one again where the last one was. */
  Processes.Running restartCoordinator() throws IOException {
    return startCoordinator(
        URI.create("tcp://" + join).getPort(), client.address().getPort(), directory());
  }

  private Processes.Running startCoordinator(int port, int httpPort, Path directory)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "coordinator",
                "--port",
                Integer.toString(port),
                "--http-port",
                Integer.toString(httpPort),
                "--lease-seconds",
                Integer.toString(LEASE_SECONDS),
                "--dir",
                directory.toString()));
    words.addAll(options);
    words.addAll(tls);
    Processes.Running coordinator = processes.start(words.toArray(String[]::new));
    Matcher ready = coordinator.awaitText("(https?://\\S+) is open, workers join ([^\\s;]+)");
    client = new CoordinatorClient(List.of(URI.create(ready.group(1))), credentials);
    join = ready.group(2);
    until(client::health, Views.Health::leader);
    return coordinator;
  }

  /** Starts a worker of one slot, with these options besides. */
  Processes.Running startWorker(String name, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
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
                processes.folder().resolve(name).toString()));
    words.addAll(List.of(more));
    words.addAll(tls);
    return processes.start(words.toArray(String[]::new));
  }

  CoordinatorClient client() {
    return client;
  }

  String address() {
    return client.address().toString();
  }

  Path store() {
    return directory().resolve("cbd.db");
  }

  private Path directory() {
    return processes.folder().resolve("coordinator");
  }

  /** What workers join. */
  String join() {
    return join;
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

  /** The text of a page of metrics. */
  static String scrape(URI address) throws IOException, InterruptedException {
    return scrape(address, HttpClient.newHttpClient());
  }

  static String scrape(URI address, HttpClient http) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  /** Waits; a coordinator that is away is waited for. */
  static <T> T until(Callable<T> look, Predicate<T> wanted) {
    return await()
        .atMost(Processes.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsMatching(
            e -> e instanceof UnreachableException || e instanceof RefusedException)
        .until(look, wanted);
  }
}
