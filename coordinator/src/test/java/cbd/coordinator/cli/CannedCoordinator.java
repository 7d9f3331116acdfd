package cbd.coordinator.cli;

import cbd.coordinator.cli.client.Json;
import cbd.coordinator.http.ProblemDocument;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers what it was told to, and remembers what it was asked. */
public final class CannedCoordinator implements AutoCloseable {
  private record Answer(int status, String type, String body, String tag) {
    Answer(int status, String type, String body) {
      this(status, type, body, "");
    }
  }

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** Method and path with query, one after another. */
  public final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  public CannedCoordinator() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers a method and path, such as {@code GET /sweeps}, below the API's base. */
  public void knows(String request, Object view) {
    answers.put(request, new Answer(200, "application/json", Json.write(view)));
  }

  /** Answers with text. */
  public void says(String request, String text) {
    answers.put(request, new Answer(200, "text/plain; charset=utf-8", text));
  }

  /** Answers a method and path with its query with a file. */
  public void sends(String request, String file, String sha256) {
    answers.put(request, new Answer(200, "application/octet-stream", file, sha256));
  }

  /** Refuses. */
  public void refuses(String request, int status, String detail) {
    ProblemDocument problem =
        new ProblemDocument("urn:cbd:problem:test", "No", status, detail, "/", null);
    answers.put(request, new Answer(status, ProblemDocument.MEDIA_TYPE, Json.write(problem)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
    asked.add(request);
    Answer answer =
        answers.getOrDefault(
            answers.containsKey(request) ? request : request.replaceFirst("\\?.*", ""),
            new Answer(500, "text/plain", "not foreseen"));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", answer.type());
    if (!answer.tag().isEmpty()) {
      exchange.getResponseHeaders().add("ETag", '"' + answer.tag() + '"');
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
