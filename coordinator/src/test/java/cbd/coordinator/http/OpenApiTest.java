package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API's description, held against the server that it describes. */
class OpenApiTest {
  private static final String BASE = "/api/v1";

  @TempDir private Path folder;
  private Api api;
  private JsonNode document;

  /** Operations whose JSON was held against their schema. */
  private final Set<String> checked = new TreeSet<>();

  @BeforeEach
  void open() throws Exception {
    api = new Api(folder);
    document = api.getJson(BASE + "/openapi.json");
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void describesEveryRouteAndNoOther() {
    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
    assertThat(document.at("/info/version").asText()).isNotBlank();
    assertThat(operations()).containsExactlyInAnyOrderElementsOf(api.routes());
  }

  @Test
  void declaresEveryParameterOfAPath() {
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        List<String> declared = new ArrayList<>();
        for (JsonNode parameter : operation.getValue().path("parameters")) {
          JsonNode meant = parameter.has("$ref") ? at(parameter) : parameter;
          if (meant.get("in").asText().equals("path")) {
            declared.add("{" + meant.get("name").asText() + "}");
          }
        }
        List<String> inPath =
            Stream.of(path.getKey().split("/", -1)).filter(part -> part.startsWith("{")).toList();
        assertThat(declared).as(path.getKey()).isEqualTo(inPath);
      }
    }
  }

  @Test
  void refersToNothingThatIsMissing() {
    List<String> references = document.findValuesAsText("$ref");
    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(each -> assertThat(document.at(each.substring(1)).isMissingNode()).isFalse());
  }

  @Test
  void describesAllAnswersAsTheyAre() throws Exception {
    get("/health", "/health");
    get(BASE + "/openapi.json", BASE + "/openapi.json");
    post("/plan", "/plan", Api.SWEEP, 200);
    post("/sweeps", "/sweeps", Api.SWEEP, 201);
    post("/sweeps", "/sweeps", Api.SWEEP, 200);
    String sweep = "/sweeps/" + api.getJson(BASE + "/sweeps").at("/sweeps/0/id").asText();
    LeaseId first = api.work().lease().id();
    api.progress(first, 0.25);
    api.epoch(first, 1, 0.5, Double.MIN_VALUE);
    reads(sweep);
    api.finish(first, 2, new TrialOutcome.Succeeded(Trials.result(0.8, 0.99)));
    LeaseId second = api.next().lease().id();
    api.finish(second, 1, new TrialOutcome.Failed(Failure.DIVERGED, "the loss is NaN", "step 3"));
    reads(sweep);
    String trial = "/trials/" + api.getJson(BASE + sweep + "/trials").at("/trials/1/id").asText();
    for (String verb : List.of("retry", "pause", "resume", "cancel")) {
      post(trial + "/" + verb, "/trials/{trial}/" + verb, "", 200);
      post(sweep + "/" + verb, "/sweeps/{sweep}/" + verb, "", 200);
    }
    for (String verb : List.of("cordon", "drain", "uncordon")) {
      post("/workers/gpu-1/" + verb, "/workers/{worker}/" + verb, "", 200);
    }
    event();
    access();
    api.dismissCoordinator();
    get("/health", "/health");

    assertThat(checked).containsExactlyElementsOf(inJson());
  }

  @Test
  void describesProblemsAsTheyAre() throws Exception {
    JsonNode problem = document.at("/components/schemas/ProblemDocument");
    for (HttpResponse<String> refused :
        List.of(
            api.get(BASE + "/sweeps/none-00000000"),
            api.submit("name: [1"),
            api.submit(Api.SWEEP.replace("wrn-10-1", "wrn-11-1")))) {
      assertThat(refused.statusCode()).isBetween(400, 499);
      assertThat(new SchemaCheck(document).flaws(problem, api.json(refused), "")).isEmpty();
    }
  }

  /** All about tokens, sessions and the audit log. */
  private void access() throws Exception {
    HttpRequest.Builder made =
        HttpRequest.newBuilder(api.uri(BASE + "/tokens?name=root&role=admin&days=1"))
            .POST(HttpRequest.BodyPublishers.noBody());
    HttpResponse<String> token = api.send(made);
    check(BASE + "/tokens", "post", token);
    String bearer = "Bearer " + api.json(token).get("token").asText();
    for (String[] each :
        new String[][] {
          {"/session", "get", "/session"},
          {"/session", "post", "/session"},
          {"/session", "delete", "/session"},
          {"/tokens", "get", "/tokens"},
          {"/audit", "get", "/audit"},
          {"/tokens/{token}/revoke", "post", "/tokens/root/revoke"}
        }) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(api.uri(BASE + each[2]))
              .method(each[1].toUpperCase(Locale.ROOT), HttpRequest.BodyPublishers.noBody())
              .header("Authorization", bearer)
              .header("Cbd-Page", "1");
      check(BASE + each[0], each[1], api.send(request));
    }
  }

  /** All that reads a sweep and its trials, whatever they have come to. */
  private void reads(String sweep) throws Exception {
    get(BASE + "/sweeps", BASE + "/sweeps");
    get(BASE + sweep, BASE + "/sweeps/{sweep}");
    get(BASE + sweep + "/trials", BASE + "/sweeps/{sweep}/trials");
    get(BASE + sweep + "/curves", BASE + "/sweeps/{sweep}/curves");
    get(BASE + "/leaderboard", BASE + "/leaderboard");
    get(BASE + "/notices?limit=3", BASE + "/notices");
    get(BASE + "/workers", BASE + "/workers");
    for (JsonNode trial : api.getJson(BASE + sweep + "/trials").get("trials")) {
      String path = BASE + "/trials/" + trial.get("id").asText();
      get(path, BASE + "/trials/{trial}");
      if (!trial.get("state").asText().equals("leased")) {
        get(path + "/log/lines", BASE + "/trials/{trial}/log/lines");
      }
    }
  }

  private void get(String path, String template) throws Exception {
    check(template, "get", api.get(path));
  }

  private void post(String path, String template, String yaml, int status) throws Exception {
    HttpResponse<String> response =
        api.send(
            HttpRequest.newBuilder(api.uri(BASE + path))
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(yaml)));
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
    check(BASE + template, "post", response);
  }

  private void check(String template, String method, HttpResponse<String> response)
      throws Exception {
    String type = response.headers().firstValue("Content-Type").orElseThrow();
    JsonNode answer =
        document
            .get("paths")
            .path(template)
            .path(method)
            .path("responses")
            .path(Integer.toString(response.statusCode()));
    JsonNode schema = answer.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode())
        .as("%s %s answers %d %s", method, template, response.statusCode(), type)
        .isFalse();
    assertThat(new SchemaCheck(document).flaws(schema, api.json(response), "")).isEmpty();
    checked.add(method + " " + template);
  }

  /** The first one that a listener is told. */
  private void event() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(api.uri(BASE + "/events"))
            .header("Accept", "text/event-stream")
            .build();
    JsonNode schema = document.at("/components/schemas/EventView");
    try (Stream<String> lines =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
      String told = lines.filter(line -> line.startsWith("data:")).findFirst().orElseThrow();
      JsonNode event = new ObjectMapper().readTree(told.substring("data:".length()));
      assertThat(event.get("sweeps")).isNotEmpty();
      assertThat(new SchemaCheck(document).flaws(schema, event, "")).isEmpty();
    }
  }

  private JsonNode at(JsonNode reference) {
    return document.at(reference.get("$ref").asText().substring(1));
  }

  /** Method and path of each operation in the document. */
  private List<String> operations() {
    return document.get("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .map(method -> method.getKey().toUpperCase(Locale.ROOT))
                    .map(method -> method + " " + path.getKey()))
        .toList();
  }

  /** Operations that answer in JSON, in their order as words. */
  private Set<String> inJson() {
    Set<String> all = new TreeSet<>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (!operation.getValue().findValues("application/json").isEmpty()) {
          all.add(operation.getKey() + " " + path.getKey());
        }
      }
    }
    return all;
  }
}
