package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.access.Role;
import cbd.coordinator.access.Token;
import cbd.coordinator.cli.CannedCoordinator;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.TokenRow;
import cbd.domain.Build;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A coordinator's API while another process has the active one. */
class StandByTest {
  @TempDir private Path folder;
  private Api active;
  private ApiServer standBy;

  @BeforeEach
  void start() {
    active = new Api(folder);
    standBy = active.standBy();
  }

  @AfterEach
  void close() {
    standBy.close();
    active.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return active.send(HttpRequest.newBuilder(URI.create(standBy.url() + path)));
  }

  private HttpResponse<String> submit(String... header) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(standBy.url() + "/api/v1/sweeps"))
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(Api.SWEEP));
    return active.send(header.length == 0 ? request : request.headers(header));
  }

  @Test
  void answersASubmissionAsTheActiveOneDoes() throws Exception {
    HttpResponse<String> first = submit();
    HttpResponse<String> again = active.submit(Api.SWEEP);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(again.statusCode()).as("it has it already").isEqualTo(200);
    String sweep = active.json(first).get("sweep").asText();
    assertThat(first.headers().firstValue("Location")).hasValue("/api/v1/sweeps/" + sweep);
    assertThat(get("/api/v1/sweeps?x=1").headers().firstValue("Content-Type"))
        .hasValue("application/json");
  }

  @Test
  void showsWhatOnlyTheActiveOneKnows() throws Exception {
    String sweep = active.submitted();
    active.work();

    JsonNode live = active.json(get("/api/v1/sweeps/" + sweep)).get("live");
    assertThat(live.get("running")).hasSize(1);
    assertThat(active.json(get("/api/v1/workers")).get("workers")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/events", "/api/v1/events/"})
  void tellsItsOwnStreamOfEventsForItNeverEnds(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(standBy.url() + path))
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<Stream<String>> stream =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
    try (Stream<String> lines = stream.body()) {
      assertThat(lines.filter(line -> line.startsWith("data:")).findFirst())
          .hasValueSatisfying(line -> assertThat(line).contains("\"leader\":false"));
    }
  }

  @Test
  void passesOnTheWordsOfARefusal() throws Exception {
    HttpResponse<String> answer = get("/api/v1/sweeps/nobody-00000000");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(active.json(answer).get("type").asText()).isEqualTo("urn:cbd:problem:unknown-sweep");
  }

  @Test
  void isAsWellAsTheActiveOneAndSaysWhereThatIs() throws Exception {
    JsonNode health = active.json(get("/health"));

    assertThat(health.get("status").asText()).isEqualTo("up");
    assertThat(health.get("leader").asBoolean()).isFalse();
    assertThat(health.get("term").asInt()).isEqualTo(1);
    assertThat(health.get("active").asText()).isEqualTo(active.uri("").toString());
  }

  @Test
  void understandsAnActiveOneThatTellsMoreThanThisVersionKnows() throws Exception {
    try (CannedCoordinator next = new CannedCoordinator()) {
      next.knows(
          "GET /health",
          Map.of(
              "status", "up",
              "leader", true,
              "term", 2,
              "store", "available",
              "version", "0.2.0",
              "mood", "new in 0.2.0"));
      active.store.beginTerm(new Owner("next", next.address().toString()), Instant.EPOCH);

      JsonNode health = active.json(get("/health"));

      assertThat(health.get("term").asInt()).isEqualTo(2);
      assertThat(health.get("version").asText()).isEqualTo(Build.current().version());
    }
  }

  @Test
  void readsTheStoreAndChangesNothingWhileNobodyIsActive() throws Exception {
    String sweep = active.submitted();
    active.dismissCoordinator();

    assertThat(get("/health").statusCode()).isEqualTo(503);
    JsonNode view = active.json(get("/api/v1/sweeps/" + sweep));
    assertThat(view.get("size").asInt()).isEqualTo(2);
    assertThat(view.get("live").isNull()).isTrue();
    assertThat(submit().statusCode()).isEqualTo(503);
    active.dismissServer();
    assertThat(active.json(get("/api/v1/sweeps/" + sweep)).get("size").asInt()).isEqualTo(2);
    assertThat(submit().statusCode()).isEqualTo(503);
  }

  @Test
  void takesWhatItsOwnPageSends() throws Exception {
    assertThat(submit("Origin", standBy.url()).statusCode()).isEqualTo(201);
    assertThat(submit("Origin", "http://elsewhere.example").statusCode()).isEqualTo(403);
  }

  @Test
  void letsAPersonLogInAtItsPage() throws Exception {
    Token token = Token.fresh("alice");
    Instant now = InstantSource.system().instant();
    active
        .store
        .access()
        .add(new TokenRow("alice", token.hash(), Role.SUBMIT, now, "test", null, null));
    HttpRequest.Builder login =
        HttpRequest.newBuilder(URI.create(standBy.url() + "/api/v1/session"))
            .POST(BodyPublishers.noBody())
            .headers("Origin", standBy.url(), "Cbd-Page", "1");
    assertThat(active.send(login.copy()).statusCode()).as("without a token").isEqualTo(401);
    HttpResponse<String> in = active.send(login.header("Authorization", "Bearer " + token.text()));
    String session = in.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");

    assertThat(submit("Cookie", session, "Origin", standBy.url(), "Cbd-Page", "1").statusCode())
        .isEqualTo(201);
  }

  @Test
  void turnsStrangersAwayBeforeItAsksTheActiveOne() throws Exception {
    active.store.access().add(someToken());
    active.dismissServer();

    assertThat(submit().statusCode()).isEqualTo(401);
    assertThat(get("/api/v1/sweeps").statusCode()).isEqualTo(401);
  }

  private static TokenRow someToken() {
    return new TokenRow(
        "root",
        Token.fresh("root").hash(),
        Role.ADMIN,
        InstantSource.system().instant(),
        "test",
        null,
        null);
  }

  @Test
  void passesNothingOnThatWasPassedOnToIt() throws Exception {
    assertThat(submit(Elsewhere.PASSED_ON, "http://elsewhere").statusCode()).isEqualTo(503);
  }
}
