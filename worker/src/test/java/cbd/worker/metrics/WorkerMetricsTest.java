package cbd.worker.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.TrialOutcome;
import cbd.worker.metrics.WorkerMetrics.SlotState;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WorkerMetricsTest {
  private final WorkerMetrics metrics =
      new WorkerMetrics(new CollectorRegistry(), "0.1.0", "5407ca9");

  @Test
  void hasExactlyTheMetricsOfTheContract() throws IOException {
    Set<String> registered = new TreeSet<>();
    for (Collector.MetricFamilySamples family :
        Collections.list(metrics.registry().metricFamilySamples())) {
      String type = family.type.name().toLowerCase(Locale.ROOT);
      registered.add(
          switch (type) {
            case "counter" -> family.name + "_total " + type;
            case "info" -> family.name + "_info " + type;
            default -> family.name + " " + type;
          });
    }
    assertThat(registered).isEqualTo(contract());
  }

  private static Set<String> contract() throws IOException {
    Set<String> lines = new TreeSet<>();
    try (InputStream in = WorkerMetrics.class.getResourceAsStream("/cbd/metrics.txt")) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        String[] words = line.trim().split(" +", -1);
        if (words[0].equals("worker")) {
          lines.add(words[1] + " " + words[2]);
        }
      }
    }
    return lines;
  }

  @Test
  void showsEveryStateAndFailureFromTheStart() throws Exception {
    try (MetricsServer server = MetricsServer.start(metrics, "127.0.0.1", 0)) {
      assertThat(page(server))
          .contains("cbd_worker_slots{state=\"idle\",} 0.0")
          .contains("cbd_worker_slots{state=\"stopping\",} 0.0")
          .contains("cbd_worker_runner_exits_total{failure=\"none\",} 0.0")
          .contains("cbd_worker_runner_exits_total{failure=\"out_of_memory\",} 0.0")
          .contains("cbd_worker_build_info{commit=\"5407ca9\",version=\"0.1.0\",} 1.0")
          .contains("jvm_memory_bytes_used");
    }
  }

  @Test
  void showsWhatItWasTold() throws Exception {
    metrics.slotState(0, SlotState.BUSY);
    metrics.slotState(1, SlotState.IDLE);
    metrics.epochDone(
        0,
        new EpochMetrics(
            Phase.BACKDOORED, 1, 0.5, new Scores(0, 0, 0, 0), 4.0, 1000, new Diagnostics.None()));
    metrics.runnerEnded(new TrialOutcome.Stopped());
    metrics.pendingReports(0, 2);
    metrics.pendingReports(1, 3);
    metrics.reportResent();
    metrics.connected(true);

    try (MetricsServer server = MetricsServer.start(metrics, "127.0.0.1", 0)) {
      assertThat(page(server))
          .contains("cbd_worker_slots{state=\"busy\",} 1.0")
          .contains("cbd_worker_slots{state=\"idle\",} 1.0")
          .contains("cbd_worker_images_per_second{slot=\"0\",} 250.0")
          .contains("cbd_worker_epoch_seconds_sum{phase=\"backdoored\",} 4.0")
          .contains("cbd_worker_runner_exits_total{failure=\"stopped\",} 1.0")
          .contains("cbd_worker_reports_pending 5.0")
          .contains("cbd_worker_reports_resent_total 1.0")
          .contains("cbd_worker_coordinator_connected 1.0");

      metrics.slotState(0, SlotState.IDLE);
      assertThat(page(server)).contains("cbd_worker_images_per_second{slot=\"0\",} 0.0");
    }
  }

  @Test
  void passesOverABusyPort() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        MetricsServer server = MetricsServer.start(metrics, "127.0.0.1", busy.getLocalPort())) {
      assertThat(server.port()).isGreaterThan(busy.getLocalPort());
    }
  }

  private static String page(MetricsServer server) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
