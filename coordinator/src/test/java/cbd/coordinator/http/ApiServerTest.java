package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cbd.coordinator.Trials;
import cbd.domain.Build;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.wire.WorkerProtocol;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {
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
  void takesASweepOnce() throws Exception {
    HttpResponse<String> first = api.submit(Api.SWEEP);
    HttpResponse<String> second = api.submit(Api.SWEEP);

    assertThat(first.statusCode()).isEqualTo(201);
    JsonNode sweep = api.json(first);
    assertThat(sweep.get("created").asBoolean()).isTrue();
    assertThat(sweep.get("trials").asInt()).isEqualTo(2);
    assertThat(first.headers().firstValue("Location"))
        .contains("/api/v1/sweeps/" + sweep.get("sweep").asText());
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(api.json(second).get("created").asBoolean()).isFalse();
    assertThat(api.getJson("/api/v1/sweeps").get("sweeps")).hasSize(1);
  }

  @Test
  void takesASweepAsJsonWhichIsTheSameSweep() throws Exception {
    String json =
        """
        {
        \t"name": "small", "maxAttempts": 2, "notes": "caf\\u00e9 \\ud83d\\ude00 a\\/b",
        \t"trial": {"dataset": "shapes", "trainImages": 1000, "testImages": 200,
        \t\t"model": "wrn-10-1", "attack": "badnets",
        \t\t"training": {"epochs": 2, "lrMilestones": [1], "augmentation": "none"}},
        \t"grid": {"defense": ["none", {"type": "cbd", "t1": 1}]}
        }
        """;
    HttpResponse<String> taken =
        api.send(
            HttpRequest.newBuilder(api.uri("/api/v1/sweeps"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));

    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
    HttpResponse<String> same = api.submit(Api.SWEEP);
    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(api.json(same).get("sweep")).isEqualTo(api.json(taken).get("sweep"));
  }

  @Test
  void listsSweepsPageByPage() throws Exception {
    List<String> ids = new ArrayList<>();
    for (String name : List.of("one", "two", "three")) {
      HttpResponse<String> taken = api.submit(Api.SWEEP.replace("name: small", "name: " + name));
      ids.add(0, api.json(taken).get("sweep").asText());
    }

    JsonNode all = api.getJson("/api/v1/sweeps");
    JsonNode first = api.getJson("/api/v1/sweeps?limit=2");
    JsonNode second = api.getJson("/api/v1/sweeps?limit=2&after=" + first.get("next").asText());

    assertThat(all.get("sweeps").findValuesAsText("id")).isEqualTo(ids);
    assertThat(all.get("next").isNull()).isTrue();
    assertThat(first.get("sweeps").findValuesAsText("id")).isEqualTo(ids.subList(0, 2));
    assertThat(second.get("sweeps").findValuesAsText("id")).isEqualTo(ids.subList(2, 3));
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(api.get("/api/v1/sweeps?after=nobody-00000000").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/v1/sweeps?limit=0").statusCode()).isEqualTo(400);
  }

  @Test
  void keepsTheSweepAsItWasWritten() throws Exception {
    String id = api.submitted();

    assertThat(api.get("/api/v1/sweeps/" + id + "/text").body()).isEqualTo(Api.SWEEP);
  }

  @Test
  void showsAllStatesOfASweep() throws Exception {
    JsonNode sweep = api.getJson("/api/v1/sweeps/" + api.submitted());

    assertThat(sweep.get("size").asInt()).isEqualTo(2);
    assertThat(sweep.get("done").asInt()).isZero();
    assertThat(sweep.at("/trials/queued").asInt()).isEqualTo(2);
    assertThat(sweep.at("/trials/cooling-down").isNumber()).isTrue();
    assertThat(sweep.at("/live/running")).isEmpty();
    assertThat(sweep.at("/live/eta").isNull()).isTrue();
  }

  @Test
  void showsWhatRunsAndWhenItWillBeDone() throws Exception {
    String id = api.submitted();
    LeaseId first = api.work().lease().id();
    api.progress(first, 0.25);
    api.epoch(first, 1, 0.5, 0.9);
    api.finish(first, 2, new TrialOutcome.Succeeded(Trials.result(0.8, 0.99)));
    LeaseId second = api.next().lease().id();
    api.progress(second, 0.5);
    api.epoch(second, 1, 0.6, 0.1);

    JsonNode live = api.getJson("/api/v1/sweeps/" + id).get("live");

    JsonNode running = live.at("/running/0");
    assertThat(running.get("slot").asText()).isEqualTo("gpu-1/0");
    assertThat(running.at("/spec/defense/type").asText()).isEqualTo("cbd");
    assertThat(running.at("/progress/done").asDouble()).isEqualTo(0.5);
    assertThat(running.at("/lastEpoch/scores/cleanAccuracy").asDouble()).isEqualTo(0.6);
    // None's two epochs of 3 × 1,000 + 2 × 200 forward passes took 12.5 s. Of cbd one such epoch
    // and
    // two of 3,000 more half is left.
    assertThat(live.at("/eta/seconds").asDouble())
        .isCloseTo(12.5 * (3400 + 2 * 6400) / (2 * 3400) / 2, within(0.001));
    assertThat(live.at("/eta/lowSeconds").asDouble())
        .isLessThanOrEqualTo(live.at("/eta/highSeconds").asDouble());
  }

  @Test
  void tellsATrialsWholeStory() throws Exception {
    api.submitted();
    WorkerProtocol.StartAttempt attempt = api.work();
    api.epoch(attempt.lease().id(), 1, 0.5, 0.9);
    api.finish(
        attempt.lease().id(),
        2,
        new TrialOutcome.Failed(Failure.DIVERGED, "the loss is NaN", "at step 3"));

    String trial = attempt.lease().trial().toString();
    JsonNode story = api.getJson("/api/v1/trials/" + trial.substring(0, 10));

    assertThat(story.at("/trial/id").asText()).isEqualTo(trial);
    assertThat(story.at("/trial/state").asText()).isEqualTo("failed");
    assertThat(story.at("/trial/reason").asText()).isNotBlank();
    assertThat(story.at("/attempts/0/message").asText()).isEqualTo("the loss is NaN");
    assertThat(story.at("/attempts/0/failure").asText()).isEqualTo("diverged");
    assertThat(story.at("/attempts/0/detail").asText()).isEqualTo("at step 3");
    assertThat(story.at("/epochs/0/metrics/scores/attackSuccessRate").asDouble()).isEqualTo(0.9);
    assertThat(story.at("/epochs/0/metrics/scores/cleanAccuracyNonTarget").asDouble())
        .isEqualTo(0.5);
    assertThat(story.at("/epochs/0/metrics/diagnostics/poisonedWeights/mean").asDouble())
        .isEqualTo(0.25);
    assertThat(story.at("/trial/lastEpoch/diagnostics/type").asText()).isEqualTo("cbd");
    assertThat(story.get("history")).hasSize(3);
    assertThat(story.at("/history/2/event/type").asText()).isEqualTo("attempt-failed");
  }

  @Test
  void pagesThroughTrials() throws Exception {
    String trials = "/api/v1/sweeps/" + api.submitted() + "/trials";

    JsonNode first = api.getJson(trials + "?limit=1");
    JsonNode second = api.getJson(trials + "?limit=1&after=" + first.get("next").asLong());
    JsonNode third = api.getJson(trials + "?limit=1&after=" + second.get("next").asLong());

    assertThat(first.at("/trials/0/spec/defense/type").asText()).isEqualTo("none");
    assertThat(second.at("/trials/0/spec/defense/type").asText()).isEqualTo("cbd");
    assertThat(third.get("trials")).isEmpty();
    assertThat(third.get("next").isNull()).isTrue();
    assertThat(api.getJson(trials + "?state=succeeded&state=failed").get("trials")).isEmpty();
    assertThat(api.getJson(trials + "?state=queued").get("trials")).hasSize(2);
  }

  @Test
  void cancelsAndRetries() throws Exception {
    String sweep = "/api/v1/sweeps/" + api.submitted();
    String trial = "/api/v1/trials/" + api.getJson(sweep + "/trials").at("/trials/0/id").asText();

    assertThat(changed(api.post(trial + "/cancel"))).isEqualTo(1);
    assertThat(changed(api.post(trial + "/cancel"))).isZero();
    assertThat(changed(api.post(sweep + "/cancel"))).isEqualTo(1);
    assertThat(changed(api.post(trial + "/retry"))).isEqualTo(1);
    assertThat(changed(api.post(sweep + "/retry"))).isEqualTo(1);
    assertThat(api.getJson(sweep).at("/trials/queued").asInt()).isEqualTo(2);
  }

  private int changed(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).isEqualTo(200);
    return api.json(response).get("trials").asInt();
  }

  @Test
  void ranksInThreeFormats() throws Exception {
    String id = api.submitted();
    api.finish(api.work().lease().id(), 1, new TrialOutcome.Succeeded(Trials.result(0.8, 0.99)));
    api.finish(api.next().lease().id(), 1, new TrialOutcome.Succeeded(Trials.result(0.7, 0.03)));

    JsonNode board = api.getJson("/api/v1/leaderboard");
    assertThat(board.get("sweep").asText()).isEqualTo(id);
    assertThat(board.at("/rows/1/defense").asText()).isEqualTo("cbd");
    assertThat(board.at("/rows/1/attackSuccessRate/mean").asDouble()).isEqualTo(0.03);
    assertThat(board.at("/rows/1/rank").asInt()).isEqualTo(1);
    HttpResponse<String> csv = api.get("/api/v1/leaderboard?format=csv&sweep=" + id);
    assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
    assertThat(csv.body()).startsWith("dataset,").contains("cbd");
    assertThat(api.get("/api/v1/leaderboard?format=text").body()).contains("ASR %");
    assertThat(api.get("/api/v1/leaderboard?format=md").body()).contains("| ASR % |");
  }

  @Test
  void aTwinOfAnotherSweepIsFound() throws Exception {
    api.submitted();
    LeaseId undefended = api.work().lease().id();
    api.finish(undefended, 1, new TrialOutcome.Succeeded(Trials.result(0.9, 1.0)));
    LeaseId defended = api.next().lease().id();
    api.finish(defended, 1, new TrialOutcome.Succeeded(Trials.result(0.87, 0.03)));
    String alone = Api.SWEEP.replace("[none, {type: cbd, t1: 1}]", "[{type: cbd, t1: 1}]");

    String id = api.json(api.submit(alone.replace("small", "alone"))).get("sweep").asText();

    JsonNode rows = api.getJson("/api/v1/leaderboard?sweep=" + id).get("rows");
    assertThat(rows).hasSize(1);
    assertThat(rows.at("/0/defenseEffectiveness/mean").asDouble()).isCloseTo(0.97, within(1e-12));
    assertThat(rows.at("/0/marks")).isEmpty();
  }

  @Test
  void plansWithoutSubmitting() throws Exception {
    JsonNode before = api.json(api.plan(Api.SWEEP, ""));
    assertThat(before.get("trials").asInt()).isEqualTo(2);
    assertThat(before.at("/known/succeeded").asInt()).isZero();
    assertThat(before.get("left").asInt()).isEqualTo(2);
    assertThat(before.get("work").get("source").asText()).isEqualTo("orientation");
    assertThat(before.get("slots").asInt()).isZero();
    assertThat(api.getJson("/api/v1/sweeps").get("sweeps")).isEmpty();

    api.submitted();
    LeaseId lease = api.work().lease().id();
    api.finish(lease, 1, new TrialOutcome.Succeeded(Trials.result(0.9, 1.0)));
    api.next();

    JsonNode after = api.json(api.plan(Api.SWEEP, ""));
    assertThat(after.at("/known/succeeded").asInt()).isEqualTo(1);
    assertThat(after.at("/known/leased").asInt()).isEqualTo(1);
    assertThat(after.get("left").asInt()).isEqualTo(1);
    assertThat(after.get("work").get("source").asText()).isEqualTo("observed");
    assertThat(after.get("slots").asInt()).isEqualTo(1);
    assertThat(after.at("/eta/seconds").asDouble())
        .as("as the sweep's own forecast")
        .isCloseTo(12.5 * (3400 + 2 * 6400) / (2 * 3400), within(0.001));
  }

  @Test
  void plansAtTheSpeedThatIsAskedFor() throws Exception {
    JsonNode work = api.json(api.plan(Api.SWEEP, "?imagesPerSecond=1200")).get("work");

    assertThat(work.get("imagesPerSecond").asDouble()).isCloseTo(1200, within(1e-6));
    assertThat(work.get("source").asText()).isEqualTo("given");
    assertThat(api.plan(Api.SWEEP, "?imagesPerSecond=0").statusCode()).isEqualTo(400);
    assertThat(api.plan("name: nothing", "").statusCode()).isEqualTo(422);
  }

  @Test
  void listsWorkersAndTheirSlots() throws Exception {
    api.submitted();
    String trial = api.work().lease().trial().toString();

    JsonNode worker = api.getJson("/api/v1/workers").at("/workers/0");

    assertThat(worker.get("id").asText()).isEqualTo("gpu-1");
    assertThat(worker.at("/slots/0/state").asText()).isEqualTo("leased");
    assertThat(worker.at("/slots/0/trial").asText()).isEqualTo(trial);
  }

  @Test
  void isHealthyWhileACoordinatorIsActive() throws Exception {
    HttpResponse<String> health = api.get("/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(api.json(health).toString())
        .isEqualTo(
            "{\"status\":\"up\",\"leader\":true,\"term\":1,\"store\":\"available\","
                + "\"storeTrouble\":null,\"active\":null,\"version\":\""
                + Build.current().version()
                + "\"}");
  }

  @Test
  void readsOnWhenNoCoordinatorIsActive() throws Exception {
    String id = api.submitted();
    api.dismissCoordinator();

    assertThat(api.get("/health").statusCode()).isEqualTo(503);
    JsonNode sweep = api.getJson("/api/v1/sweeps/" + id);
    assertThat(sweep.get("size").asInt()).isEqualTo(2);
    assertThat(sweep.get("live").isNull()).isTrue();
    HttpResponse<String> refused = api.submit(Api.SWEEP);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(api.json(refused).get("detail").asText()).contains("No coordinator is active");
  }

  @Test
  void servesMetricsThatMove() throws Exception {
    api.submitted();
    api.work();

    String metrics = api.get("/metrics").body();

    assertThat(metrics)
        .contains("cbd_leases_granted_total 1.0")
        .contains("cbd_coordinator_term 1.0");
    assertThat(metrics).doesNotContain("cbd_store_write_seconds_count 0.0");
    assertThat(metrics).doesNotContain("trial_id");
    assertThat(api.getAs("/metrics", "application/openmetrics-text; version=1.0.0").body())
        .contains(" # {trial_id=\"")
        .endsWith("# EOF\n");
  }
}
