package cbd.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.AttackPicture;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs and pictures over HTTP, from a worker that is played here and from the store. */
@Timeout(120)
class LogRoutesTest {
  private static final TrialOutcome DIED =
      new TrialOutcome.Failed(Failure.RUNNER_DIED, "it died", "");

  @TempDir private Path folder;
  private Api api;
  private LeaseId lease;
  private TrialId id;
  private String trial;

  @BeforeEach
  void open() throws Exception {
    api = new Api(folder);
    api.submitted();
    WorkerProtocol.StartAttempt start = api.work();
    lease = start.lease().id();
    id = start.lease().trial();
    trial = "/api/v1/trials/" + id;
  }

  @AfterEach
  void close() {
    api.close();
  }

  private CompletableFuture<HttpResponse<String>> asking(String url) {
    return HttpClient.newHttpClient()
        .sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  /** Asks, and has the worker answer from this log. */
  private HttpResponse<String> get(String path, String log) {
    return answered(asking(api.uri(path).toString()), log);
  }

  private HttpResponse<String> answered(CompletableFuture<HttpResponse<String>> asked, String log) {
    WorkerProtocol.LogWanted wanted = next(WorkerProtocol.LogWanted.class);
    byte[] all = log.getBytes(UTF_8);
    int from =
        (int)
            (wanted.offset() < 0
                ? Math.max(0, all.length + wanted.offset())
                : Math.min(all.length, wanted.offset()));
    int to = Math.min(all.length, from + wanted.most());
    api.tell(
        new CoordinatorProtocol.LogPiece(
            wanted.lease(),
            wanted.request(),
            all.length,
            from,
            Bytes.of(Arrays.copyOfRange(all, from, to))));
    return asked.join();
  }

  private void keep(String log) {
    byte[] bytes = log.getBytes(UTF_8);
    api.tell(
        new CoordinatorProtocol.LogEnd(
            lease, id, bytes.length + 100L, Bytes.of(bytes), api.worker.getRef()));
    assertThat(next(WorkerProtocol.LogKept.class).lease()).isEqualTo(lease);
  }

  /** The next message of this kind; the worker's next order may come before it. */
  private <T extends WorkerProtocol> T next(Class<T> type) {
    while (true) {
      WorkerProtocol message = api.worker.receiveMessage();
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  @Test
  void readsTheWholeLinesOfARunningAttemptFromItsWorker() {
    HttpResponse<String> answer = get(trial + "/log", "one\n\u001b[1mtwo\u001b[0m\nthr");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("one\ntwo\n");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Cbd-Attempt")).hasValue("1");
    assertThat(get(trial + "/log?tail=1", "one\ntwo\n").body()).isEqualTo("two\n");
    assertThat(get(trial + "/log", "x".repeat(200_000) + "\nlast\n").body()).isEqualTo("last\n");
    assertThat(get(trial + "/log", "").body()).isEmpty();
  }

  @Test
  void goesOnWhereAFollowerWasAndAcrossTheAttemptsEnd() throws Exception {
    JsonNode first = api.json(get(trial + "/log/lines?tail=5", "one\ntw"));
    assertThat(first.get("text").asText()).isEqualTo("one\n");
    assertThat(first.get("next").asInt()).isEqualTo(4);
    assertThat(first.get("over").asBoolean()).isFalse();
    JsonNode second = api.json(get(trial + "/log/lines?attempt=1&from=4", "one\ntwo\nend"));
    assertThat(second.get("text").asText()).isEqualTo("two\n");

    api.finish(lease, 1, DIED);
    JsonNode third = api.json(get(trial + "/log/lines?attempt=1&from=8", "one\ntwo\nend"));
    assertThat(third.get("text").asText()).as("the last line has no end").isEqualTo("end");
    assertThat(third.get("over").asBoolean()).isTrue();
    assertThat(third.get("attemptState").asText()).isEqualTo("failed");
    keep("kept\nto the end");
    JsonNode kept = api.getJson(trial + "/log/lines?attempt=1&from=8");
    assertThat(kept.get("skipped").asInt()).as("of the first hundred").isEqualTo(92);
    assertThat(kept.get("text").asText()).isEqualTo("kept\nto the end");
    assertThat(kept.get("next").asInt()).isEqualTo(115);
    assertThat(api.getJson(trial + "/log/lines?attempt=1&from=105").get("text").asText())
        .isEqualTo("to the end");
    assertThat(api.getJson(trial + "/log/lines?attempt=1&from=99999999").get("over").asBoolean())
        .isTrue();
    assertThat(api.get(trial + "/log").body())
        .as("what may be the middle of a line is left out")
        .isEqualTo("to the end");
  }

  @Test
  void saysWhyThereIsNone() throws Exception {
    HttpResponse<String> unknown = api.get(trial + "/log?attempt=2");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(api.json(unknown).get("type").asText()).endsWith("unknown-attempt");
    assertThat(api.json(unknown).get("detail").asText())
        .contains("has no attempt 2: its latest is 1.");
    String other =
        api.getJson("/api/v1/sweeps/" + sweep() + "/trials?state=queued")
            .at("/trials/0/id")
            .asText();
    HttpResponse<String> waiting = api.get("/api/v1/trials/" + other + "/log");
    assertThat(waiting.statusCode()).isEqualTo(404);
    assertThat(api.json(waiting).get("detail").asText())
        .contains("is queued: no attempt has begun");
    assertThat(api.getJson("/api/v1/trials/" + other + "/log/lines").get("attempt").isNull())
        .isTrue();
    for (String query :
        new String[] {"attempt=0", "tail=0", "tail=x", "from=0", "attempt=1&from=-1"}) {
      assertThat(api.get(trial + "/log/lines?" + query).statusCode()).as(query).isEqualTo(400);
    }

    HttpResponse<String> silent = api.get(trial + "/log");
    assertThat(silent.statusCode()).isEqualTo(502);
    assertThat(api.json(silent).get("detail").asText()).contains("Worker gpu-1 does not answer");
    next(WorkerProtocol.LogWanted.class);
    api.finish(lease, 1, DIED);
    HttpResponse<String> gone = api.get(trial + "/log?attempt=1");
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(api.json(gone).get("type").asText()).endsWith("log-gone");
  }

  private String sweep() throws Exception {
    return api.getJson("/api/v1/sweeps").at("/sweeps/0/id").asText();
  }

  @Test
  void aStandByPassesTheQuestionOnAndReadsTheStoreItselfWhileNobodyIsActive() throws Exception {
    try (ApiServer standBy = api.standBy()) {
      HttpResponse<String> live = answered(asking(standBy.url() + trial + "/log"), "one\n");
      assertThat(live.body()).isEqualTo("one\n");
      assertThat(live.headers().firstValue("Cbd-Attempt")).hasValue("1");
      assertThat(live.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      api.finish(lease, 1, DIED);
      keep("kept\nat the end\n");
      api.dismissCoordinator();
      assertThat(asking(standBy.url() + trial + "/log?attempt=1").join().body())
          .isEqualTo("at the end\n");
    }
  }

  @Test
  void showsAPictureOnceAndAsNothingElse() throws Exception {
    assertThat(api.get(trial + "/pictures").statusCode()).isEqualTo(404);
    assertThat(api.getJson(trial).get("picture").isNull()).isTrue();
    AttackPicture picture = new AttackPicture(6, 12, "iVBORw0KGgoA");
    api.tell(
        new CoordinatorProtocol.PictureTold(
            lease, picture.digest(), 6, 12, Bytes.of(picture.bytes()), api.worker.getRef()));
    api.worker.expectMessage(new WorkerProtocol.PictureTaken(lease, picture.digest(), false));

    assertThat(api.getJson(trial).at("/picture/gain").asInt()).isEqualTo(12);
    try (ApiServer standBy = api.standBy()) {
      for (URI uri :
          new URI[] {
            api.uri(trial + "/pictures"), URI.create(standBy.url() + trial + "/pictures")
          }) {
        HttpResponse<byte[]> shown =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
        assertThat(shown.body()).isEqualTo(picture.bytes());
        assertThat(shown.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(shown.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(shown.headers().firstValue("Content-Security-Policy").orElse(""))
            .contains("sandbox");
        String tag = shown.headers().firstValue("ETag").orElseThrow();
        assertThat(api.send(HttpRequest.newBuilder(uri).header("If-None-Match", tag)).statusCode())
            .isEqualTo(304);
      }
    }
  }
}
