package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.store.Rebuild;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.wire.WorkerProtocol;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial that is stopped early, through server, actor and store. */
class EarlyStoppingApiTest {
  private static final String SWEEP =
      Api.SWEEP.replace(
              "[none, {type: cbd, t1: 1}]",
              "[{type: cbd, t1: 1}, {type: cbd, t1: 2}, {type: cbd, t1: 3}]")
          + "stopping: {type: median, asrBelow: 0.2, grace: 1, peers: 2}\n";

  @TempDir private Path folder;
  private Api api;

  @BeforeEach
  void open() {
    api = new Api(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void stopsTellsShowsAndLetsAPersonHaveItGoOn() throws Exception {
    String id = api.json(api.submit(SWEEP)).get("sweep").asText();
    String path = "/api/v1/sweeps/" + id;
    assertThat(api.getJson(path).get("stopping").toString())
        .isEqualTo("{\"rule\":\"median\",\"asrBelow\":0.2,\"grace\":1,\"peers\":2,\"eta\":null}");
    succeed(api.work(), 0.9);
    succeed(api.next(), 0.8);
    WorkerProtocol.StartAttempt bad = api.next();
    LeaseId lease = bad.lease().id();

    api.epoch(lease, 1, 0.1, 0.1);

    WorkerProtocol.StopAttempt stop =
        api.worker.expectMessageClass(WorkerProtocol.StopAttempt.class);
    assertThat(stop.lease()).isEqualTo(lease);
    assertThat(stop.reason()).startsWith("the trial is stopped early: its best score");
    String trial = "/api/v1/trials/" + bad.lease().trial();
    JsonNode shown = api.getJson(trial);
    assertThat(shown.at("/trial/state").asText()).isEqualTo("stopped");
    assertThat(shown.at("/trial/reason").asText()).contains("below 0.8500, the median");
    assertThat(shown.at("/trial/result").isNull()).isTrue();
    assertThat(api.getJson(path).get("done").asInt()).isEqualTo(3);
    assertThat(api.getJson(path).at("/trials/stopped").asInt()).isEqualTo(1);
    assertThat(api.getJson("/api/v1/leaderboard?sweep=" + id).get("rows"))
        .extracting(row -> row.get("n").asInt() + " " + row.get("stopped").asInt())
        .containsExactly("1 0", "1 0", "0 1");
    JsonNode again = api.json(api.submit(SWEEP));
    assertThat(again.get("unfinished").asInt()).isEqualTo(1);
    assertThat(api.json(api.post(path + "/retry")).get("trials").asInt())
        .as("nothing failed")
        .isZero();
    assertThat(api.json(api.post(path + "/retry?state=stopped")).get("trials").asInt())
        .isEqualTo(1);
    assertThat(api.getJson(trial).at("/trial/attempt").asInt()).isEqualTo(2);
    assertThat(
            Rebuild.of(api.store.reads(), folder.resolve("again.db"), Instant.EPOCH).differences())
        .isEmpty();
  }

  private void succeed(WorkerProtocol.StartAttempt order, double ca) {
    LeaseId lease = order.lease().id();
    api.epoch(lease, 1, ca, 0.1);
    api.finish(lease, 2, new TrialOutcome.Succeeded(Trials.result(ca, 0.1)));
  }
}
