package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemsTest {
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
  void namesEveryProblemOfASweepFileWithItsPlace() throws Exception {
    String bad =
        Api.SWEEP
            .replace("attack: badnets", "attack: {type: badnets, poisonRate: 1.5}")
            .replace("trainImages", "trainImagse");

    JsonNode problem = problem(api.submit(bad), 422, "invalid-sweep");

    assertThat(problem.get("detail").asText()).contains("2 problems", "nothing was submitted");
    assertThat(problem.get("errors")).hasSize(2);
    JsonNode rate = problem.at("/errors/1");
    assertThat(rate.get("path").asText()).isEqualTo("trial.attack.poisonRate");
    assertThat(rate.get("line").asInt()).isEqualTo(8);
    assertThat(rate.get("column").asInt()).isPositive();
    assertThat(rate.get("message").asText()).contains("but was 1.5");
    assertThat(api.getJson("/api/v1/sweeps").get("sweeps")).isEmpty();
  }

  @Test
  void knowsNoUnknownThing() throws Exception {
    problem(api.get("/api/v1/sweeps/demo-00000000"), 404, "unknown-sweep");
    problem(api.get("/api/v1/sweeps/NO"), 404, "unknown-sweep");
    problem(api.post("/api/v1/sweeps/demo-00000000/cancel"), 404, "unknown-sweep");
    problem(api.get("/api/v1/trials/" + "0".repeat(32)), 404, "unknown-trial");
    problem(api.get("/api/v1/trials/xyz"), 404, "unknown-trial");
    problem(api.post("/api/v1/trials/" + "0".repeat(32) + "/retry"), 404, "unknown-trial");
    problem(api.get("/api/v1/leaderboard?sweep=demo-00000000"), 404, "unknown-sweep");
    problem(api.get("/api/v1/leaderboard"), 404, "nothing-yet");
  }

  @Test
  void saysWhereTheApiIs() throws Exception {
    assertThat(problem(api.get("/api/v2/sweeps"), 404, "unknown-route").get("detail").asText())
        .contains("GET /api/v2/sweeps", "/api/v1");
    problem(
        api.send(HttpRequest.newBuilder(api.uri("/api/v1/sweeps")).DELETE()),
        405,
        "method-not-allowed");
  }

  @Test
  void explainsWrongParameters() throws Exception {
    String sweep = api.submitted();

    assertThat(
            problem(api.get("/api/v1/sweeps/" + sweep + "/trials?limit=0"), 400, "invalid-request")
                .get("detail")
                .asText())
        .isEqualTo("limit must be a whole number between 1 and 1000, but was '0'.");
    assertThat(
            problem(
                    api.get("/api/v1/sweeps/" + sweep + "/trials?state=done"),
                    400,
                    "invalid-request")
                .get("detail")
                .asText())
        .contains("cooling-down", "but was 'done'");
    problem(api.get("/api/v1/leaderboard?format=xml"), 400, "invalid-request");
  }

  @Test
  void takesYamlOnly() throws Exception {
    problem(
        api.send(
            HttpRequest.newBuilder(api.uri("/api/v1/sweeps"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(Api.SWEEP))),
        415,
        "unsupported-media-type");
  }

  @Test
  void takesNoEndlessBody() throws Exception {
    String long1 = "#".repeat((int) ApiServer.BODY_LIMIT + 1);

    problem(api.submit(long1), 413, "content-too-large");
    problem(
        api.send(
            HttpRequest.newBuilder(api.uri("/api/v1/sweeps"))
                .header("Content-Type", "application/yaml")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(long1.getBytes(StandardCharsets.UTF_8))))),
        413,
        "content-too-large");
  }

  @Test
  void keepsPagesOfStrangersOut() throws Exception {
    problem(
        api.send(
            HttpRequest.newBuilder(api.uri("/api/v1/sweeps/demo-00000000/cancel"))
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())),
        403,
        "foreign-request");
    assertThat(rawGet("/api/v1/sweeps", "evil.example")).startsWith("HTTP/1.1 403");
    assertThat(rawGet("/api/v1/sweeps", "localhost")).startsWith("HTTP/1.1 200");
  }

  @Test
  void everyKindStandsInTheDocumentation() throws Exception {
    Path module = Path.of(System.getProperty("basedir", "."));
    Path sources = module.resolve("src/main/java/cbd/coordinator/http");
    String page = Files.readString(module.resolve("../docs/http-api.md"));
    Set<String> kinds = new TreeSet<>();
    for (String source : List.of("ApiException.java", "TokenRoutes.java")) {
      Matcher kind =
          Pattern.compile("HttpStatus\\.\\w+,\\s*\"([a-z-]+[a-z])\"")
              .matcher(Files.readString(sources.resolve(source)));
      while (kind.find()) {
        kinds.add(kind.group(1));
      }
    }
    assertThat(kinds).hasSizeGreaterThan(10).allMatch(kind -> page.contains("`" + kind + "`"));
  }

  @Test
  void keepsStackTracesToItself() throws Exception {
    api.store.close();

    HttpResponse<String> response = api.get("/api/v1/sweeps");

    assertThat(response.statusCode()).isBetween(500, 503);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(ProblemDocument.MEDIA_TYPE);
    assertThat(response.body()).doesNotContain("Exception", "at cbd.", "HikariDataSource");
  }

  private JsonNode problem(HttpResponse<String> response, int status, String type)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(ProblemDocument.MEDIA_TYPE);
    JsonNode problem = api.json(response);
    assertThat(problem.get("type").asText()).isEqualTo("urn:cbd:problem:" + type);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).isNotBlank();
    return problem;
  }

  /** With any Host header, which Java's own client would not let us set. */
  private String rawGet(String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.uri(path).getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
