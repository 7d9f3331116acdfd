package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus sees of a coordinator and a worker that have worked. */
class MetricsIT {
  private static final String NONZERO = "(\\{[^}]*\\})? (?!0\\.0$|0$|NaN)\\S+$";

  private static final List<String> MOVING =
      List.of(
          "cbd_trials\\{state=\"leased\",?\\}",
          "cbd_trials\\{state=\"succeeded\",?\\}",
          "cbd_slots\\{state=\"leased\",?\\}",
          "cbd_slots\\{state=\"idle\",?\\}",
          "cbd_workers",
          "cbd_leases_granted_total",
          "cbd_attempts_total",
          "cbd_epoch_seconds_count",
          "cbd_images_per_second",
          "cbd_clean_accuracy",
          "cbd_attack_success_rate",
          "cbd_store_write_seconds_count",
          "cbd_coordinator_term",
          "cbd_build_info",
          "cbd_worker_slots\\{state=\"idle\",?\\}",
          "cbd_worker_epoch_seconds_count",
          "cbd_worker_images_per_second",
          "cbd_worker_coordinator_connected",
          "cbd_worker_build_info");

  @TempDir Path folder;

  @Test
  void whatMovesIsSeenToMove() throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      Processes.Running coordinator = cluster.startCoordinator();
      Processes.Running worker = cluster.startWorker("worker-1");
      URI workerMetrics =
          URI.create(
              "http://127.0.0.1:" + worker.awaitText("metricsPort=(\\d+)").group(1) + "/metrics");
      URI coordinatorMetrics = cluster.client().address().resolve("/metrics");
      String sweep = cluster.client().submit(Sweeps.yaml(1000, 5, "repeat: [0]")).sweep();
      cluster.awaitMidTrial(sweep, "worker-1");
      long runner =
          worker.process().descendants().mapToLong(ProcessHandle::pid).findFirst().orElseThrow();

      assertThat(Processes.jarsOf(runner))
          .as("the runner trains and has never heard of the cluster")
          .anyMatch(jar -> jar.startsWith("pytorch-engine"))
          .noneMatch(jar -> jar.matches("(akka|scala|kryo|javalin|simpleclient).*"));
      assertThat(Processes.jarsOf(coordinator.pid()))
          .as("the coordinator decides and has never heard of libtorch")
          .anyMatch(jar -> jar.startsWith("akka"))
          .noneMatch(jar -> jar.matches("(api-|pytorch|model-zoo).*"));

      Set<String> still = new TreeSet<>(MOVING);
      await()
          .atMost(Processes.PATIENCE)
          .untilAsserted(
              () -> {
                String text = scrape(coordinatorMetrics) + scrape(workerMetrics);
                still.removeIf(name -> isNonzero(name, text));
                assertThat(still).as("metrics that have not moved").isEmpty();
              });
    }
  }

  private static boolean isNonzero(String name, String text) {
    return Pattern.compile("(?m)^" + name + NONZERO).matcher(text).find();
  }

  private static String scrape(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body();
  }
}
