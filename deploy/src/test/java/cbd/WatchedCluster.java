package cbd;

import static org.awaitility.Awaitility.await;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.tls.CertificateFolder;
import cbd.tls.Refusals;
import cbd.tls.Tls;
import cbd.watch.Due.Scene;
import cbd.watch.Prometheus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A coordinator and two workers that speak TLS, and that a Prometheus watches, as a guest, while
 * they are idle, train, lose a runner and finish. A page stands in for a worker on a GPU.
 */
final class WatchedCluster implements AutoCloseable {
  /** Of Prometheus' own moments, for what is a rate needs two. */
  private static final int SCRAPES = 5;

  /** What has not come until then does not come: longer than a scrape may take. */
  private static final int SETTLED_SECONDS = 2;

  /** A page that did not come in time leaves a gap, in which queries have no answer. */
  private static final String WHOLE =
      "min(min_over_time(up[%1$ds])) == 1 and min(count_over_time(up[%1$ds])) >= 3"
          .formatted(SCRAPES);

  private final Processes processes;
  private final GpuPage gpu = new GpuPage();
  private final TestCluster cluster;
  private final CertificateFolder guest;
  private final Processes.Running worker;
  private final Prometheus prometheus;
  private final long start;
  private final Map<Scene, Long> ends = new EnumMap<>(Scene.class);

  WatchedCluster(Path folder) throws IOException {
    processes = new Processes(folder);
    cluster = new TestCluster(processes);
    Authority authority =
        Authority.create(folder.resolve("ca"), "ours", Duration.ofDays(365), Instant.now());
    cluster.secure(issued(authority, folder.resolve("member"), Standing.MEMBER));
    guest = issued(authority, folder.resolve("guest"), Standing.GUEST);
    cluster.startCoordinator();
    worker = cluster.startWorker("worker-1");
    List<Integer> workers = List.of(port(worker), port(cluster.startWorker("worker-2")));
    int coordinator = cluster.client().address().getPort();
    prometheus =
        Prometheus.start(
            folder,
            guest,
            Map.of("cbd-coordinator", List.of(coordinator), "cbd-worker", workers),
            Map.of("cbd-worker", List.of(gpu.port())));
    await().atMost(Processes.PATIENCE).until(prometheus::isReady);
    start = Instant.now().getEpochSecond();
  }

  private static CertificateFolder issued(Authority authority, Path folder, Standing standing) {
    CertificateFolder issued = new CertificateFolder(folder);
    authority.issue(issued, standing, List.of("127.0.0.1"), Duration.ofDays(30), Instant.now());
    return issued;
  }

  private static int port(Processes.Running worker) {
    return Integer.parseInt(worker.awaitText("metricsPort=(\\d+)").group(1));
  }

  /** Goes through all scenes. */
  void play() throws IOException, InterruptedException {
    awaitSample("min(cbd_worker_coordinator_connected) == 1");
    awaitSample("min_over_time(sum(cbd_workers)[" + SCRAPES + "s:1s]) == 2");
    end(Scene.IDLE);

    String sweep =
        cluster
            .client()
            .submit(
                Sweeps.yaml(
                    200,
                    3,
                    "attack: [badnets, blend]",
                    "defense: [none, {type: cbd, t1: 1}]",
                    "repeat: [0, 1]"))
            .sweep();
    awaitSample("sum(cbd_worker_checkpoints_total) > 0 and sum(cbd_images_per_second) > 0");
    awaitSample("cbd_eta_seconds{bound=\"expected\"} > 0");
    awaitSample("count(cbd:slo_burn:ratio1h) == 4");
    end(Scene.RUNNING);

    cluster.awaitMidTrial(sweep, "worker-1");
    TestCluster.until(this::runner, Optional::isPresent).orElseThrow().destroyForcibly();
    awaitSample("sum(cbd_attempts_total{outcome=\"failed\"}) > 0");
    awaitSample("sum(increase(cbd_attempts_total{outcome=\"failed\"}[1m])) > 0");
    end(Scene.FAILING);

    cluster.awaitEnd(sweep);
    awaitSample("sum(cbd_trials{state=\"succeeded\"}) == 8");
    awaitSample("min_over_time(sum(cbd_slots{state=\"idle\"})[" + SCRAPES + "s:1s]) == 2");
    end(Scene.FINISHED);
  }

  /** Ends a scene with the first moment at which all pages had come for a while. */
  private void end(Scene scene) {
    long earliest = Instant.now().getEpochSecond();
    ends.put(
        scene,
        await("pages at the end of " + scene)
            .atMost(Processes.PATIENCE)
            .until(
                () -> Instant.now().getEpochSecond() - SETTLED_SECONDS,
                moment -> moment >= earliest && !prometheus.at(WHOLE, moment).isEmpty()));
  }

  /** Waits until Prometheus has seen this. */
  private void awaitSample(String condition) {
    await(condition)
        .atMost(Processes.PATIENCE)
        .until(() -> !prometheus.at(condition, Instant.now().getEpochSecond()).isEmpty());
  }

  private Optional<ProcessHandle> runner() {
    return worker.process().descendants().filter(WatchedCluster::isRunner).findFirst();
  }

  private static boolean isRunner(ProcessHandle process) {
    try {
      Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return new String(Files.readAllBytes(line), StandardCharsets.UTF_8).contains("RunnerMain");
    } catch (IOException e) {
      return false; // It has ended in the meantime.
    }
  }

  Prometheus prometheus() {
    return prometheus;
  }

  /** When it began to be watched, in seconds since 1970. */
  long start() {
    return start;
  }

  /** When a scene was over, in seconds since 1970. */
  long endOf(Scene scene) {
    return Objects.requireNonNull(ends.get(scene), "it was not played");
  }

  /** Texts of metrics as a coordinator and a worker serve them now. */
  List<String> pages() throws IOException, InterruptedException {
    Tls tls = Tls.of(guest.folder(), System::nanoTime, Refusals.UNCOUNTED);
    HttpClient http = HttpClient.newBuilder().sslContext(tls.context()).build();
    return List.of(
        TestCluster.scrape(cluster.client().address().resolve("/metrics"), http),
        TestCluster.scrape(URI.create("https://127.0.0.1:" + port(worker) + "/metrics"), http));
  }

  @Override
  public void close() {
    prometheus.close();
    gpu.close();
    processes.close();
  }
}
