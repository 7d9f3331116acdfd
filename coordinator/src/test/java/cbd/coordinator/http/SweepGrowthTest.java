package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.store.Rebuild;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.wire.WorkerProtocol;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that get more trials, by a person or by themselves, through server, actor and store. */
class SweepGrowthTest {
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
  void trainsOnlyWhatIsNewInAnExtendedSweep() throws Exception {
    api.submitted();
    succeed(api.work(), 0.9, 0.99);
    succeed(api.next(), 0.8, 0.02);

    JsonNode extended = api.json(api.submit(Api.SWEEP.replace("t1: 1}]", "t1: 1}, cbd]")));

    assertThat(extended.get("created").asBoolean()).isTrue();
    assertThat(extended.get("trials").asInt()).isEqualTo(3);
    assertThat(extended.get("newTrials").asInt()).isEqualTo(1);
    succeed(api.next(), 0.7, 0.01);
    api.worker.expectNoMessage();
    JsonNode sweep = api.getJson("/api/v1/sweeps/" + extended.get("sweep").asText());
    assertThat(sweep.get("done").asInt()).isEqualTo(3);
    assertThat(sweep.get("size").asInt()).isEqualTo(3);
  }

  @Test
  void addsRepeatsWhereACellIsUncertain() throws Exception {
    String file =
        Api.SWEEP.replace("[none, {type: cbd, t1: 1}]", "[none]")
            + "repeats: {until: ci95 < 1%, max: 4}\n";
    String id = api.json(api.submit(file)).get("sweep").asText();
    String path = "/api/v1/sweeps/" + id;
    assertThat(api.getJson(path).get("size").asInt()).isEqualTo(2);
    succeed(api.work(), 0.80, 0.99);
    succeed(api.next(), 0.84, 0.99);

    WorkerProtocol.StartAttempt third = api.next();

    assertThat(third.spec().repeat()).isEqualTo(2);
    assertThat(api.getJson(path).get("size").asInt()).as("it grows").isEqualTo(3);
    assertThat(api.getJson(path).get("done").asInt()).isEqualTo(2);
    assertThat(api.json(api.submit(file)).get("created").asBoolean()).isFalse();
    succeed(third, 0.82, 0.99);
    TrialSpec last = succeed(api.next(), 0.82, 0.99);
    assertThat(last.repeat()).as("the most that there may be").isEqualTo(3);
    api.worker.expectNoMessage();
    assertThat(api.getJson(path).get("done").asInt()).isEqualTo(4);
    assertThat(api.getJson(path + "/trials").get("trials"))
        .extracting(trial -> trial.at("/spec/repeat").asInt())
        .containsExactly(0, 1, 2, 3);
    assertThat(api.getJson("/api/v1/leaderboard?sweep=" + id).at("/rows/0/n").asInt()).isEqualTo(4);
    Rebuild.Outcome again =
        Rebuild.of(api.store.reads(), folder.resolve("again.db"), Instant.EPOCH);
    assertThat(again.differences()).isEmpty();
  }

  @Test
  void showsPriorityLabelsNotesAndRepeats() throws Exception {
    api.submit(
        Api.SWEEP
            + """
            priority: 7
            labels: [paper, table 2]
            notes: for the rebuttal
            repeats: {until: ci95 < 0.5%, min: 3, max: 9}
            """);

    JsonNode sweep = api.getJson("/api/v1/sweeps").at("/sweeps/0");

    assertThat(sweep.get("priority").asInt()).isEqualTo(7);
    assertThat(sweep.get("labels"))
        .extracting(JsonNode::asText)
        .containsExactly("paper", "table 2");
    assertThat(sweep.get("notes").asText()).isEqualTo("for the rebuttal");
    assertThat(sweep.get("repeats").toString()).isEqualTo("{\"min\":3,\"max\":9,\"ci95\":0.005}");
  }

  @Test
  void isAnotherSweepWithAnotherRule() throws Exception {
    String fixed = api.json(api.submit(Api.SWEEP + "repeats: 2\n")).get("sweep").asText();
    JsonNode growing = api.json(api.submit(Api.SWEEP + "repeats: {until: ci95 < 1%, max: 4}\n"));

    assertThat(growing.get("created").asBoolean()).isTrue();
    assertThat(growing.get("newTrials").asInt()).isZero();
    assertThat(growing.get("sweep").asText()).isNotEqualTo(fixed);
  }

  private TrialSpec succeed(WorkerProtocol.StartAttempt order, double ca, double asr) {
    LeaseId lease = order.lease().id();
    api.epoch(lease, 1, ca, asr);
    api.finish(lease, 2, new TrialOutcome.Succeeded(Trials.result(ca, asr)));
    return order.spec();
  }
}
