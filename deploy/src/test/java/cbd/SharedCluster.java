package cbd;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Credentials;
import cbd.coordinator.http.Views;
import cbd.coordinator.store.Database;
import cbd.tls.CertificateFolder;
import cbd.tls.Tls;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three coordinators on one PostgreSQL server, and workers, all on loopback. */
final class SharedCluster implements AutoCloseable {
  private static final String USER = "postgres";
  private static final int COORDINATORS = 3;
  private static final String ALL_UP =
      "cbd_cluster_members{role=\"coordinator\",status=\"up\",} 3.0";

  private final Processes processes;
  private final EmbeddedPostgres server;
  private final String failover;
  private final int leaseSeconds;
  private final Optional<CertificateFolder> member;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Integer> httpPorts = new ArrayList<>();
  private final List<Processes.Running> coordinators = new ArrayList<>();

  /** In plain text; see the other one. */
  SharedCluster(Processes processes, String failover, int leaseSeconds) throws IOException {
    this(processes, failover, leaseSeconds, Optional.empty());
  }

  /**
   * @param failover the profile of all members
   * @param member the certificate of all of them; empty: they speak plain text
   */
  SharedCluster(
      Processes processes, String failover, int leaseSeconds, Optional<CertificateFolder> member)
      throws IOException {
    this.processes = processes;
    this.failover = failover;
    this.leaseSeconds = leaseSeconds;
    this.member = member;
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setDataDirectory(processes.folder().resolve("postgres"))
            .setPGStartupWait(Duration.ofMinutes(2))
            .start();
    processes.set("CBD_STORE_USER", USER);
    for (int i = 0; i < COORDINATORS; i++) {
      ports.add(freePort());
      httpPorts.add(freePort());
      coordinators.add(null);
    }
  }

  /** Free a moment ago: all must know all ports before any of them is opened. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void startCoordinators() throws IOException {
    for (int i = 0; i < COORDINATORS; i++) {
      startCoordinator(i);
    }
  }

  Processes.Running startCoordinator(int index) throws IOException {
    Processes.Running started =
        start(
            "coordinator",
            "--port",
            Integer.toString(ports.get(index)),
            "--http-port",
            Integer.toString(httpPorts.get(index)),
            "--store",
            store(),
            "--peers",
            peers(),
            "--failover",
            failover,
            "--lease-seconds",
            Integer.toString(leaseSeconds),
            "--dir",
            processes.folder().resolve("coordinator-" + index).toString());
    coordinators.set(index, started);
    return started;
  }

  private Processes.Running start(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    member.ifPresent(folder -> all.addAll(List.of("--tls", folder.folder().toString())));
    return processes.start(all.toArray(String[]::new));
  }

  private String peers() {
    return String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList());
  }

  /** Starts a worker of one slot. */
  Processes.Running startWorker(String name) throws IOException {
    return start(
        "worker",
        "--join",
        peers(),
        "--failover",
        failover,
        "--name",
        name,
        "--threads",
        "1",
        "--metrics-port",
        "0",
        "--dir",
        processes.folder().resolve(name).toString());
  }

  /** The store's URL. */
  String store() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  Database database() {
    return Database.parse(store(), Map.of("CBD_STORE_USER", USER));
  }

  Processes.Running coordinator(int index) {
    return coordinators.get(index);
  }

  /** Asks one coordinator alone. */
  CoordinatorClient client(int index) {
    return client(List.of(httpPorts.get(index)));
  }

  /** Asks all, as a person does who listed them. */
  CoordinatorClient client() {
    return client(httpPorts);
  }

  private CoordinatorClient client(List<Integer> some) {
    String scheme = member.isPresent() ? "https" : "http";
    return new CoordinatorClient(
        some.stream().map(port -> URI.create(scheme + "://127.0.0.1:" + port)).toList(),
        new Credentials(
            member.map(folder -> Tls.believing(folder.authorities())), Optional.empty()));
  }

  /** Waits until a coordinator other than this one is in office; its index. */
  int awaitActive(int except) {
    return TestCluster.until(() -> active(except), index -> index >= 0);
  }

  private int active(int except) {
    for (int i = 0; i < COORDINATORS; i++) {
      if (i != except && coordinators.get(i) != null && isActive(i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isActive(int index) {
    if (!coordinators.get(index).process().isAlive()) {
      return false;
    }
    try {
      return client(index).health().leader();
    } catch (RuntimeException e) {
      return false; // It does not answer yet.
    }
  }

  /** Waits until every coordinator knows that all of them are members. */
  void awaitWhole() {
    for (int i = 0; i < COORDINATORS; i++) {
      CoordinatorClient each = client(i);
      TestCluster.until(each::metrics, text -> text.contains(ALL_UP));
    }
  }

  /** What runs of a sweep. */
  List<Views.RunningView> running(String sweep) {
    Views.Live live = client().sweep(sweep).live();
    return live == null ? List.of() : live.running();
  }

  /** Waits until this many attempts are in the middle of training. */
  void awaitTraining(String sweep, int attempts) {
    TestCluster.until(
        () -> running(sweep).stream().filter(SharedCluster::isUnderWay).count(),
        count -> count == attempts);
  }

  /** Waits until this worker is in the first half of a training; what it trains. */
  Views.RunningView awaitTraining(String sweep, String worker) {
    return TestCluster.until(
            () ->
                running(sweep).stream()
                    .filter(attempt -> attempt.slot().startsWith(worker + "/"))
                    .filter(attempt -> share(attempt) > 0 && share(attempt) < 0.5)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static boolean isUnderWay(Views.RunningView attempt) {
    return share(attempt) > 0;
  }

  private static double share(Views.RunningView attempt) {
    Map<String, Object> progress = attempt.progress();
    return progress == null ? 0 : ((Number) progress.get("done")).doubleValue();
  }

  /** Waits until all trials of a sweep have ended. */
  Views.SweepView awaitEnd(String sweep) {
    return TestCluster.until(() -> client().sweep(sweep), view -> view.done() == view.size());
  }

  /** Seconds since a moment of {@link System#nanoTime}. */
  static double secondsSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
  }

  @Override
  public void close() throws IOException {
    processes.close();
    server.close();
  }
}
