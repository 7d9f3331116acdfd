package cbd.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.metrics.Contract;
import cbd.metrics.Sampler;
import cbd.training.defense.StepTime;
import cbd.worker.metrics.WorkerMetrics.SlotState;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerMetricsTest {
  private static final TrialId TRIAL = new TrialId("0123456789abcdef".repeat(2));
  private static final EpochMetrics EPOCH =
      new EpochMetrics(
          Phase.BACKDOORED, 1, 0.5, new Scores(0, 0, 0, 0), 4.0, 1000, new Diagnostics.None());

  @TempDir Path folder;

  private final WorkerMetrics metrics =
      new WorkerMetrics(new CollectorRegistry(), "0.1.0", "5407ca9");

  @Test
  void hasExactlyTheMetricsOfTheContract() {
    Set<String> registered = new TreeSet<>();
    for (Collector.MetricFamilySamples family : families()) {
      registered.add(family.name + " " + family.type.name().toLowerCase(Locale.ROOT) + family.help);
    }

    assertThat(registered)
        .isEqualTo(
            Contract.published().of("worker").stream()
                .map(metric -> metric.stem() + " " + metric.type() + metric.help())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void labelsAsTheContractSays() {
    everything();

    for (Contract.Metric metric : Contract.published().of("worker")) {
      assertThat(families())
          .flatExtracting(family -> family.samples)
          .filteredOn(
              sample ->
                  sample.name.equals(metric.name()) || sample.name.equals(metric.name() + "_count"))
          .as(metric.name())
          .isNotEmpty()
          .allSatisfy(sample -> isOfTheContract(metric, sample));
    }
  }

  private static void isOfTheContract(
      Contract.Metric metric, Collector.MetricFamilySamples.Sample sample) {
    assertThat(sample.labelNames).containsExactlyInAnyOrderElementsOf(metric.labelNames());
    for (Contract.Label label : metric.labels()) {
      Contract.LabelSet set = Contract.published().set(label);
      String value = sample.labelValues.get(sample.labelNames.indexOf(label.name()));
      if (set.others() == 0) {
        assertThat(set.words()).as(label.name()).contains(value);
      }
    }
  }

  private List<Collector.MetricFamilySamples> families() {
    return Collections.list(metrics.registry().metricFamilySamples());
  }

  /** All that can happen to a worker. */
  private void everything() {
    Instant expires = Instant.parse("2027-11-27T12:00:00Z");
    Sampler certificate = metrics.watchCertificate(() -> expires);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                expires.getEpochSecond()
                    == Objects.requireNonNullElse(
                        metrics
                            .registry()
                            .getSampleValue("cbd_worker_certificate_expiry_timestamp_seconds"),
                        0.0));
    certificate.close();
    metrics.diskFree().tell(1, "state");
    metrics.diskSize().tell(2, "state");
    metrics.slotOn(0, "gpu:0", "0");
    metrics.slotState(0, SlotState.BUSY);
    metrics.epochDone(0, TRIAL, EPOCH);
    metrics.stepTimed(new StepTime(0.001, 0.2, 0.3, 0.1));
    metrics.checkpoints().working(0, true);
    GpuReadings told =
        FakeNvidiaSmi.saying(
            folder,
            "0, GPU-a, 1024, 81559, 37, 41, 120.5",
            ProcessHandle.current().pid() + ", 512");
    metrics.devices().read(told, slot -> ProcessHandle.current().pid());
  }

  @Test
  void keepsItsSeriesWithinTheBudgetOfTheContract() {
    DefaultExports.register(metrics.registry());
    for (int slot = 0; slot < 1000; slot++) {
      metrics.slotOn(slot, "gpu:" + slot % 8, "");
      metrics.slotState(slot, SlotState.BUSY);
      metrics.epochDone(slot, TRIAL, EPOCH);
      metrics.checkpoints().working(slot, true);
    }

    assertThat(metrics.registry().getSampleValue("cbd_worker_series"))
        .isGreaterThan(200)
        .isLessThanOrEqualTo(Contract.published().budget("worker"));
    assertThat(
            metrics
                .registry()
                .getSampleValue(
                    "cbd_worker_images_per_second", new String[] {"slot"}, new String[] {"other"}))
        .isEqualTo(250);
  }

  @Test
  void namesTheTrialOfADurationInOpenMetricsOnly() throws Exception {
    metrics.epochDone(0, TRIAL, EPOCH);

    try (MetricsServer server = MetricsServer.start(metrics, "127.0.0.1", 0, Optional.empty())) {
      assertThat(page(server, "application/openmetrics-text; version=1.0.0"))
          .contains("# {trial_id=\"" + TRIAL + "\"} 4.0")
          .endsWith("# EOF\n");
      assertThat(page(server)).doesNotContain("trial_id");
    }
  }

  @Test
  void showsEveryStateAndFailureFromTheStart() throws Exception {
    try (MetricsServer server = MetricsServer.start(metrics, "127.0.0.1", 0, Optional.empty())) {
      assertThat(page(server))
          .contains("cbd_worker_slots{state=\"idle\",} 0.0")
          .contains("cbd_worker_slots{state=\"stopping\",} 0.0")
          .contains("cbd_worker_runner_exits_total{failure=\"none\",} 0.0")
          .contains("cbd_worker_runner_exits_total{failure=\"out-of-memory\",} 0.0")
          .contains("cbd_worker_build_info{commit=\"5407ca9\",version=\"0.1.0\",} 1.0")
          .contains("jvm_memory_bytes_used");
    }
  }

  @Test
  void showsWhatItWasTold() throws Exception {
    metrics.slotState(0, SlotState.BUSY);
    metrics.slotState(1, SlotState.IDLE);
    metrics.epochDone(0, TRIAL, EPOCH);
    metrics.stepTimed(new StepTime(0.002, 0.25, 0.5, 0.125));
    metrics.letterLost("dropped");
    metrics.linkSevered();
    metrics.runnerEnded(new TrialOutcome.Stopped());
    metrics.pendingReports(0, 2);
    metrics.pendingReports(1, 3);
    metrics.reportResent();
    metrics.peerRefused();
    metrics.messageUnreadable();
    metrics.connected(true);

    try (MetricsServer server = MetricsServer.start(metrics, "127.0.0.1", 0, Optional.empty())) {
      assertThat(page(server))
          .contains("cbd_worker_slots{state=\"busy\",} 1.0")
          .contains("cbd_worker_slots{state=\"idle\",} 1.0")
          .contains("cbd_worker_images_per_second{slot=\"0\",} 250.0")
          .contains("cbd_worker_images_total 1000.0")
          .contains("cbd_worker_step_seconds_sum{part=\"data\",} 0.002")
          .contains("cbd_worker_step_seconds_sum{part=\"forward\",} 0.25")
          .contains("cbd_worker_step_seconds_sum{part=\"backward\",} 0.5")
          .contains("cbd_worker_step_seconds_sum{part=\"optimizer\",} 0.125")
          .contains("cbd_worker_lost_letters_total{kind=\"dropped\",} 1.0")
          .contains("cbd_worker_links_severed_total 1.0")
          .contains("cbd_worker_epoch_seconds_sum{phase=\"backdoored\",} 4.0")
          .contains("cbd_worker_runner_exits_total{failure=\"stopped\",} 1.0")
          .contains("cbd_worker_reports_pending 5.0")
          .contains("cbd_worker_reports_resent_total 1.0")
          .contains("cbd_worker_messages_unreadable_total 1.0")
          .contains("cbd_worker_coordinator_connected 1.0");

      metrics.slotState(0, SlotState.IDLE);
      assertThat(page(server)).contains("cbd_worker_images_per_second{slot=\"0\",} 0.0");
    }
  }

  @Test
  void passesOverABusyPort() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        MetricsServer server =
            MetricsServer.start(metrics, "127.0.0.1", busy.getLocalPort(), Optional.empty())) {
      assertThat(server.port()).isGreaterThan(busy.getLocalPort());
    }
  }

  private static String page(MetricsServer server) throws Exception {
    return page(server, "text/plain");
  }

  private static String page(MetricsServer server, String accept) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                    .header("Accept", accept)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
