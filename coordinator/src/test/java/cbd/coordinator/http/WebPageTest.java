package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the server gives a browser; what the browser makes of it is tested in deploy. */
@Timeout(60)
class WebPageTest {
  private static final Pattern IMPORT = Pattern.compile("(?:from |import\\()\"\\./([^\"]+)\"");

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
  void servesThePageUnderAPolicyWithoutInlineScripts() throws Exception {
    HttpResponse<String> page = api.get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.body()).doesNotContain("http:", "https:", "style=", "onclick=");
  }

  @Test
  void servesEveryFileThatAnotherOneNames() throws Exception {
    for (Path file : files()) {
      Matcher names = IMPORT.matcher(Files.readString(file));
      while (names.find()) {
        assertThat(api.get("/web/" + names.group(1)).statusCode())
            .as("%s, which %s imports", names.group(1), file.getFileName())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void neverMakesMarkupOfText() throws Exception {
    for (Path file : files()) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContain(
              "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }
  }

  @Test
  void sendsAFileOnceOnly() throws Exception {
    String tag = api.get("/web/main.js").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again =
        api.send(HttpRequest.newBuilder(api.uri("/web/main.js")).header("If-None-Match", tag));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void servesNothingElseOfTheClassPath() throws Exception {
    for (String name : List.of("..%2Flogback.xml", "index.html", "nothing.js", "a%2Fb.js")) {
      assertThat(api.get("/web/" + name).statusCode()).as(name).isBetween(400, 404);
    }
  }

  @Test
  void tellsTheWholePictureAtOnceAndAgainWhenItChanges() throws Exception {
    try (BufferedReader events = listen()) {
      JsonNode first = next(events);
      assertThat(first.get("leader").asBoolean()).isTrue();
      assertThat(first.get("sweeps")).isEmpty();

      String sweep = api.submitted();
      JsonNode second = next(events);
      assertThat(second.get("sweeps").get(0).get("id").asText()).isEqualTo(sweep);
      assertThat(second.get("sweeps").get(0).get("trials").get("queued").asInt()).isEqualTo(2);
    }
  }

  @Test
  void tellsThatNobodyIsActive() throws Exception {
    try (BufferedReader events = listen()) {
      next(events);
      api.dismissCoordinator();
      assertThat(next(events).get("leader").asBoolean()).isFalse();
    }
  }

  private BufferedReader listen() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.uri("/api/v1/events"))
            .header("Accept", "text/event-stream")
            .build();
    return new BufferedReader(
        new InputStreamReader(
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body(),
            StandardCharsets.UTF_8));
  }

  private static JsonNode next(BufferedReader events) throws IOException {
    String line = events.readLine();
    while (!line.startsWith("data: ")) {
      line = events.readLine();
    }
    return new ObjectMapper().readTree(line.substring("data: ".length()));
  }

  /** Our own scripts; the charts' library is its makers' business. */
  private static List<Path> files() throws IOException, URISyntaxException {
    Path folder = Path.of(PageRoutes.class.getResource("/web/main.js").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".js") && !file.endsWith("echarts.js"))
          .toList();
    }
  }
}
