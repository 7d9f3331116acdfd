package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.access.Role;
import cbd.coordinator.access.Token;
import cbd.coordinator.http.RequestObserver.Refusal;
import cbd.coordinator.store.TokenRow;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String BASE = "/api/v1";

  @TempDir private Path folder;
  private final Instant now = InstantSource.system().instant();
  private Api api;

  @BeforeEach
  void open() {
    api = new Api(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private String token(String name, Role role, @Nullable Instant expires) {
    Token token = Token.fresh(name);
    api.store.access().add(new TokenRow(name, token.hash(), role, now, "test", expires, null));
    return token.text();
  }

  private HttpResponse<String> send(String method, String path, @Nullable String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.uri(path)).method(method, BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return api.send(request);
  }

  @Test
  void givesEveryRouteARoleOrOpensIt() {
    TreeSet<String> known = new TreeSet<>();
    for (String route : api.routes()) {
      assertThat(RouteRoles.isOpen(route) ^ RouteRoles.role(route).isPresent())
          .as("%s stands once in the table", route)
          .isTrue();
      known.add(route);
    }
    assertThat(known).as("and the table names no others").hasSize(RouteRoles.size());
  }

  @Test
  void holdsEveryRouteToItsRole() throws Exception {
    Map<Role, String> tokens = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      tokens.put(role, token("one-who-may-" + role.word(), role, null));
    }
    for (String route : api.routes()) {
      String method = route.substring(0, route.indexOf(' '));
      String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{\\w+}", "none-00000000");
      if (RouteRoles.isOpen(route) || path.endsWith("/events")) {
        continue;
      }
      Role needed = RouteRoles.role(route).orElseThrow();
      assertThat(send(method, path, null).statusCode())
          .as("%s without a token", route)
          .isEqualTo(401);
      for (Role role : Role.values()) {
        int status = send(method, path, tokens.get(role)).statusCode();
        if (role.allows(needed)) {
          assertThat(status).as("%s as %s", route, role).isNotIn(401, 403, 429);
        } else {
          assertThat(status).as("%s as %s", route, role).isEqualTo(403);
        }
      }
    }
    assertThat(send("GET", BASE + "/events", null).statusCode()).isEqualTo(401);
  }

  @Test
  void staysOpenOnLoopbackUntilTheFirstToken() throws Exception {
    assertThat(send("GET", BASE + "/sweeps", null).statusCode()).isEqualTo(200);
    assertThat(send("POST", BASE + "/tokens?name=alice&role=read", null).statusCode())
        .as("the first one must be an administrator's")
        .isEqualTo(400);
    HttpResponse<String> made = send("POST", BASE + "/tokens?name=root&role=admin", null);
    assertThat(made.statusCode()).isEqualTo(201);
    String token = api.json(made).get("token").asText();

    assertThat(send("GET", BASE + "/sweeps", null).statusCode()).isEqualTo(401);
    assertThat(send("GET", "/metrics", null).statusCode()).isEqualTo(401);
    assertThat(send("GET", "/health", null).statusCode()).isEqualTo(200);
    assertThat(send("GET", BASE + "/sweeps", token).statusCode()).isEqualTo(200);
    assertThat(send("POST", BASE + "/tokens?name=root&role=read", token).statusCode())
        .as("a name is given once")
        .isEqualTo(409);
    assertThat(send("POST", BASE + "/tokens/root/revoke", token).statusCode()).isEqualTo(200);
    assertThat(send("GET", BASE + "/sweeps", token).statusCode()).isEqualTo(401);
    assertThat(send("GET", BASE + "/sweeps", null).statusCode())
        .as("revoking all does not open it again")
        .isEqualTo(401);
  }

  @Test
  void takesNoTokenThatIsWrongExpiredOrOfAnotherKind() throws Exception {
    String good = token("alice", Role.READ, null);
    String old = token("old", Role.READ, now.minus(Duration.ofDays(1)));
    String forged = Token.fresh("alice").text();
    for (String bad :
        List.of(old, forged, good + "x", "x", "", good.toUpperCase(java.util.Locale.ROOT))) {
      HttpResponse<String> refused = send("GET", BASE + "/sweeps", bad);
      assertThat(refused.statusCode()).as(bad).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"cbd\"");
      assertThat(refused.body()).contains("urn:cbd:problem:unauthenticated").doesNotContain("cbd_");
    }
    assertThat(send("GET", BASE + "/sweeps", good).statusCode()).isEqualTo(200);
  }

  @Test
  void saysTooManyToWhoeverFailsAgainAndAgain() throws Exception {
    String good = token("alice", Role.READ, null);
    int status = 0;
    for (int i = 0; i < 40 && status != 429; i++) {
      status = send("GET", BASE + "/sweeps", "cbd_alice_wrong").statusCode();
    }
    assertThat(status).isEqualTo(429);
    assertThat(api.refusals).contains(Refusal.UNAUTHENTICATED, Refusal.TOO_MANY);
    assertThat(send("GET", BASE + "/sweeps", good).statusCode())
        .as("whoever has a good one is let in all the same")
        .isEqualTo(200);
  }

  @Test
  void tellsNobodyThroughTheSessionWhetherATokenIsGood() throws Exception {
    token("alice", Role.READ, null);
    assertThat(send("GET", BASE + "/session", "cbd_alice_wrong").statusCode()).isEqualTo(401);
    assertThat(api.refusals).containsExactly(Refusal.UNAUTHENTICATED);
  }

  @Test
  void writesDownTenRefusalsAndFewMore() throws Exception {
    String reader = token("reader", Role.READ, null);
    String boss = token("boss", Role.ADMIN, null);
    for (int i = 0; i < 40; i++) {
      assertThat(send("POST", BASE + "/workers/gpu-1/cordon", reader).statusCode()).isEqualTo(403);
    }
    assertThat(api.json(send("GET", BASE + "/audit", boss)).get("entries").size())
        .isBetween(10, 15);
  }

  @Test
  void noPageUnderAPublicNameReadsOrChangesAnythingBeforeThereAreTokens() throws Exception {
    ApiPlace everywhere =
        new ApiPlace(
            InetAddress.getByAddress("head.lab.example", new byte[] {127, 0, 0, 1}),
            InetAddress.getByName("0.0.0.0"),
            0,
            List.of(),
            Optional.empty(),
            Limits.DEFAULT);
    try (Api far = new Api(folder.resolve("far"), everywhere)) {
      for (String name :
          List.of(
              "coordinator",
              "10.0.0.7:8470",
              "[::1]:8470",
              "head.local",
              "cbd-coordinator.lab.svc",
              "Head.Lab.example:8470")) {
        assertThat(changeFromAPageAt(name, far)).as(name).startsWith("HTTP/1.1 404");
        assertThat(get("/metrics", name, far)).as(name).startsWith("HTTP/1.1 200");
      }
      assertThat(changeFromAPageAt("evil.example", far)).startsWith("HTTP/1.1 403");
      for (String path : List.of(BASE + "/sweeps", BASE + "/events", BASE + "/none", "/metrics")) {
        assertThat(get(path, "evil.example:8470", far))
            .as(path)
            .startsWith("HTTP/1.1 403")
            .contains("was asked as 'evil.example:8470'", "cbd token create");
      }
      for (String path : List.of("/health", "/", "/web/page.css", BASE + "/openapi.json")) {
        assertThat(get(path, "evil.example", far))
            .as("%s is for everybody", path)
            .doesNotStartWith("HTTP/1.1 403");
      }
      Token boss = Token.fresh("boss");
      far.store
          .access()
          .add(new TokenRow("boss", boss.hash(), Role.ADMIN, now, "test", null, null));
      assertThat(changeFromAPageAt("other.lab.example", far)).startsWith("HTTP/1.1 401");
      assertThat(get(BASE + "/sweeps", "other.lab.example", far)).startsWith("HTTP/1.1 401");
    }
  }

  /** What a browser sends when the name of a page resolves to this coordinator. */
  private static String changeFromAPageAt(String name, Api api) throws IOException {
    return raw(
        """
        POST /api/v1/sweeps/none-00000000/cancel HTTP/1.1
        Host: %1$s
        Origin: http://%1$s
        Content-Length: 0
        Connection: close

        """
            .formatted(name),
        api);
  }

  /** A page's question to where it came from: without an Origin. */
  private static String get(String path, String name, Api api) throws IOException {
    return raw("GET %s HTTP/1.1\nHost: %s\nConnection: close\n\n".formatted(path, name), api);
  }

  private static String raw(String request, Api api) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.uri("").getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void keepsHashesOnly() throws Exception {
    String text = token("alice", Role.ADMIN, null);
    String secret = Token.parse(text).orElseThrow().secret();
    assertThat(api.store.access().token("alice").orElseThrow().toString()).doesNotContain(secret);
    assertThat(send("GET", BASE + "/tokens", text).body()).contains("alice").doesNotContain(secret);
    assertThat(Token.parse(text).orElseThrow()).hasToString("alice");
  }

  @Test
  void logsAPersonInAtThePageAndOutAgain() throws Exception {
    String text = token("alice", Role.SUBMIT, null);
    HttpRequest.Builder login =
        HttpRequest.newBuilder(api.uri(BASE + "/session"))
            .POST(BodyPublishers.noBody())
            .header("Authorization", "Bearer " + text);
    assertThat(api.send(login).statusCode()).as("not from the page").isEqualTo(403);
    HttpResponse<String> in = api.send(login.header("Cbd-Page", "1"));
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200");
    String session = cookie.substring(0, cookie.indexOf(';'));
    assertThat(session).doesNotContain(Token.parse(text).orElseThrow().secret());

    assertThat(withSession("GET", "/sweeps", session, false)).isEqualTo(200);
    assertThat(withSession("POST", "/sweeps/none-00000000/cancel", session, false))
        .as("a form of another site sends no header")
        .isEqualTo(403);
    assertThat(withSession("POST", "/sweeps/none-00000000/cancel", session, true)).isEqualTo(404);
    assertThat(withSession("POST", "/workers/gpu-1/cordon", session, true)).isEqualTo(403);
    assertThat(withSession("DELETE", "/session", session, true)).isEqualTo(200);
    assertThat(withSession("GET", "/sweeps", session, false)).isEqualTo(401);
  }

  private int withSession(String method, String path, String session, boolean fromThePage)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.uri(BASE + path))
            .method(method, BodyPublishers.noBody())
            .header("Cookie", session);
    if (fromThePage) {
      request.header("Cbd-Page", "1");
    }
    return api.send(request).statusCode();
  }

  @Test
  void endsTheSessionsOfATokenThatIsRevoked() throws Exception {
    String boss = token("boss", Role.ADMIN, null);
    HttpResponse<String> in =
        api.send(
            HttpRequest.newBuilder(api.uri(BASE + "/session"))
                .POST(BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token("alice", Role.READ, null))
                .header("Cbd-Page", "1"));
    String session = in.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    assertThat(withSession("GET", "/sweeps", session, false)).isEqualTo(200);
    assertThat(send("POST", BASE + "/tokens/alice/revoke", boss).statusCode()).isEqualTo(200);
    assertThat(withSession("GET", "/sweeps", session, false)).isEqualTo(401);
  }

  @Test
  void writesDownWhoAskedForWhichChangeAndWhatWasAnswered() throws Exception {
    String alice = token("alice", Role.SUBMIT, null);
    String boss = token("boss", Role.ADMIN, null);
    send("POST", BASE + "/sweeps/none-00000000/cancel", alice);
    send("POST", BASE + "/workers/gpu-1/drain?now=true", alice);
    send("GET", BASE + "/sweeps", alice);

    JsonNode entries = api.json(send("GET", BASE + "/audit", boss)).get("entries");
    assertThat(entries).hasSize(2);
    assertThat(entries.get(0).get("who").asText()).isEqualTo("alice");
    assertThat(entries.get(0).get("target").asText())
        .isEqualTo("/api/v1/workers/gpu-1/drain?now=true");
    assertThat(entries.get(0).get("outcome").asText()).isEqualTo("403");
    assertThat(entries.get(1).get("action").asText())
        .isEqualTo("POST /api/v1/sweeps/{sweep}/cancel");
    assertThat(entries.get(1).get("outcome").asText()).isEqualTo("404");
    assertThat(entries.get(1).get("address").asText()).isEqualTo("127.0.0.1");
  }

  @Test
  void tellsBrowsersToRunNothingAndKeepNothing() throws Exception {
    for (String path : List.of(BASE + "/sweeps", "/health", "/metrics", BASE + "/none")) {
      var headers = send("GET", path, null).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'none'", "frame-ancestors 'none'");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
    }
  }

  @Test
  void answersAnAddressOnlySoOften() throws Exception {
    try (Api small =
        new Api(folder.resolve("small"), ApiPlace.ofLoopback().within(new Limits(1, 10)))) {
      int status = 0;
      // Five at once and one a second: only whoever asks more slowly than that is never refused.
      for (int i = 0; i < 200 && status != 429; i++) {
        HttpResponse<String> answer = small.get("/health");
        status = answer.statusCode();
        if (status == 429) {
          assertThat(answer.body()).contains("urn:cbd:problem:too-many-requests");
          assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
      }
      assertThat(status).isEqualTo(429);
    }
  }
}
