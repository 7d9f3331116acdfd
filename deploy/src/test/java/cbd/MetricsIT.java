package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.http.Views;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
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
          "cbd_images_total",
          "cbd_device_seconds_total\\{device=\"cpu\",outcome=\"succeeded\",?\\}",
          "cbd_attempt_seconds_count\\{outcome=\"succeeded\",?\\}",
          "cbd_attempt_silence_seconds",
          "cbd_scheduling_seconds_count",
          "cbd_eta_seconds\\{bound=\"high\",?\\}",
          "cbd_finished_trials",
          "cbd_clean_accuracy_mean",
          "cbd_disk_free_bytes\\{folder=\"store\",?\\}",
          "cbd_clock_skew_seconds",
          "cbd_cluster_members\\{role=\"worker\",status=\"up\",?\\}",
          "cbd_series",
          "jvm_memory_bytes_used",
          "cbd_worker_slots\\{state=\"idle\",?\\}",
          "cbd_worker_epoch_seconds_count",
          "cbd_worker_images_per_second",
          "cbd_worker_coordinator_connected",
          "cbd_worker_images_total",
          "cbd_worker_step_seconds_count\\{part=\"optimizer\",?\\}",
          "cbd_worker_slot_device_info",
          "cbd_worker_disk_free_bytes\\{folder=\"state\",?\\}",
          "cbd_worker_series",
          "cbd_worker_build_info");

  @TempDir Path folder;

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
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
                String text =
                    TestCluster.scrape(coordinatorMetrics) + TestCluster.scrape(workerMetrics);
                still.removeIf(name -> isNonzero(name, text));
                assertThat(still).as("metrics that have not moved").isEmpty();
              });
      cluster.awaitEnd(sweep);
      stopsEarly(cluster, worker, coordinatorMetrics);
    }
  }

  /** Two trials that learn and one that cannot, on the cluster that is there already. */
  private static void stopsEarly(TestCluster cluster, Processes.Running worker, URI metrics)
      throws Exception {
    String yaml =
        Sweeps.yaml(1000, 6, "training.learningRate: [0.05, 0.04, 1.0e-9]")
            .replace("attack: badnets", "attack: {type: badnets, poisonRate: 0}")
            .replace("defense: none", "defense: {type: cbd, t1: 1, disentangle: false}")
            .replace("{epochs: 6", "{batchSize: 32, epochs: 6");
    String sweep =
        cluster
            .client()
            .submit(yaml + "stopping: {type: median, asrBelow: 1, grace: 3, peers: 2}\n")
            .sweep();

    Views.SweepView end = cluster.awaitEnd(sweep);

    assertThat(end.trials()).containsEntry("succeeded", 2L).containsEntry("stopped", 1L);
    Views.TrialView stopped = cluster.client().trials(sweep, List.of("stopped")).get(0);
    assertThat(stopped.reason()).contains("the median of the running averages of 2 other trials");
    assertThat(stopped.result()).isNull();
    await()
        .atMost(Processes.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(TestCluster.scrape(metrics))
                  .containsPattern("cbd_trials\\{state=\"stopped\",?\\} 1");
              assertThat(cluster.running(sweep)).isEmpty();
              assertThat(worker.process().isAlive()).isTrue();
            });
  }

  private static boolean isNonzero(String name, String text) {
    return Pattern.compile("(?m)^" + name + NONZERO).matcher(text).find();
  }
}
