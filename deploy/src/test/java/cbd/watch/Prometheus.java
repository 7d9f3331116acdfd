package cbd.watch;

import cbd.tls.CertificateFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A real Prometheus with cbd's rules, which asks and evaluates every second. */
public final class Prometheus implements AutoCloseable {
  private static final String CONFIG =
      """
      global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
      rule_files: ["%s/*.yml"]
      scrape_configs:
      """;
  private static final String JOB =
      """
        - job_name: %s
          static_configs: [{targets: [%s]}]
          scheme: https
          tls_config: {ca_file: "%s", cert_file: "%s", key_file: "%s"}
      """;

  /** Prometheus wants a name of its own for each, and the boards one for all workers. */
  private static final String PLAIN_JOB =
      """
        - job_name: %1$s-in-plain-text
          static_configs: [{targets: [%2$s]}]
          relabel_configs: [{target_label: job, replacement: %1$s}]
      """;

  private final Process process;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private Prometheus(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts one.
   *
   * @param folder where it may keep what it learns
   * @param guest the certificate that it shows
   * @param targets ports on loopback that speak TLS, by job
   * @param plain those that do not
   */
  public static Prometheus start(
      Path folder,
      CertificateFolder guest,
      Map<String, List<Integer>> targets,
      Map<String, List<Integer>> plain)
      throws IOException {
    Path executable = Tool.prometheus().executable();
    StringBuilder config = new StringBuilder(CONFIG.formatted(Rule.FOLDER));
    new TreeMap<>(targets)
        .forEach(
            (job, ports) ->
                config.append(
                    JOB.formatted(
                        job,
                        addresses(ports),
                        guest.authorities(),
                        guest.certificate(),
                        guest.key())));
    new TreeMap<>(plain)
        .forEach((job, ports) -> config.append(PLAIN_JOB.formatted(job, addresses(ports))));
    Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
    int port = freePort();
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return of(process, port);
  }

  /** One that somebody else started. */
  static Prometheus of(Process process, int port) {
    return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
  }

  private static String addresses(List<Integer> ports) {
    return ports.stream()
        .map(port -> "\"127.0.0.1:" + port + "\"")
        .collect(Collectors.joining(", "));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Whether it has begun to answer. */
  public boolean isReady() {
    try {
      HttpRequest request = HttpRequest.newBuilder(address.resolve("/-/ready")).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // It does not listen yet.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Series at one moment.
   *
   * @param seconds since 1970
   * @throws IllegalArgumentException if it takes the expression for wrong
   */
  public JsonNode at(String expr, long seconds) {
    return get("/api/v1/query?query=" + encoded(expr) + "&time=" + seconds).path("result");
  }

  /**
   * Series over time, second by second.
   *
   * @param from seconds since 1970
   * @param to seconds since 1970
   * @throws IllegalArgumentException if it takes the expression for wrong
   */
  public JsonNode between(String expr, long from, long to) {
    String range = "&start=" + from + "&end=" + to + "&step=1";
    return get("/api/v1/query_range?query=" + encoded(expr) + range).path("result");
  }

  /** All series of cbd that it has seen, and those that it records. */
  public List<Map<String, String>> series() {
    String match = encoded("{__name__=~\".+\"}");
    List<Map<String, String>> series = new ArrayList<>();
    for (JsonNode each : get("/api/v1/series?match[]=" + match)) {
      Map<String, String> labels = new TreeMap<>();
      each.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      series.add(labels);
    }
    return series;
  }

  /** Rules that it could not evaluate, with what it says of them. */
  public List<String> sickRules() {
    List<String> sick = new ArrayList<>();
    for (JsonNode group : get("/api/v1/rules").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        if (!rule.path("health").asText().equals("ok")) {
          sick.add(rule.path("name").asText() + ": " + rule.path("lastError").asText());
        }
      }
    }
    return sick;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode get(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + path.replace("[]", "%5B%5D"))).build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode answer = new ObjectMapper().readTree(response.body());
      if (!answer.path("status").asText().equals("success")) {
        throw new IllegalArgumentException(answer.path("error").asText());
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new IllegalStateException("Prometheus does not answer", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
