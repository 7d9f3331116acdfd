package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cbd.disk.SecretFile;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are told, though the other side is away at first and the coordinator dies meanwhile. */
class NotifyIT {
  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Pattern PYTHON = Pattern.compile("```python\\n(.*?)```", Pattern.DOTALL);

  /** What came, with the headers that prove from whom. */
  private record Post(String id, String timestamp, String signature, String body) {}

  @TempDir Path folder;
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private Processes processes;
  private TestCluster cluster;

  @BeforeEach
  void prepare() {
    processes = new Processes(folder);
    cluster = new TestCluster(processes);
  }

  @AfterEach
  void clear() {
    processes.close();
  }

  @Test
  void tellsInTheEndAndOnce() throws Exception {
    int port = freePort();
    Path file = folder.resolve("notify.yaml");
    SecretFile.write(folder.resolve("key"), KEY);
    Files.writeString(
        file,
        "channels: [{type: webhook, name: chat, url: \"http://127.0.0.1:%d/\", secretFile: \"%s\"}]"
            .formatted(port, folder.resolve("key")));
    cluster.also("--notify", file.toString());
    Processes.Running first = cluster.startCoordinator();
    cluster.startWorker("worker-1");
    Path sweep = Sweeps.file(folder, Sweeps.yaml(300, 1, "defense: [none]"));
    assertThat(
            processes
                .run("submit", sweep.toString(), "--watch", "--coordinator", cluster.address())
                .exit())
        .isZero();
    first.awaitText("Notice not delivered yet: .*channel=chat try=1 .*cannot be reached");
    first.signal("KILL");
    first.awaitExit();

    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::take);
    server.start();
    try {
      Processes.Running second = cluster.restartCoordinator();
      second.awaitText("Notice delivered: .*kind=sweep.finished channel=chat");
      assertThat(second.text() + first.text()).doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    } finally {
      server.stop(0);
    }

    assertThat(posts).hasSize(1);
    assertThat(posts.get(0).body()).contains("\"sweep.finished\"", "\"succeeded\":1", "tiny-");
    assumeTrue(hasPython(), "python3 is not here, so that nobody checks the signature with it");
    assertThat(pythonSays(posts.get(0), posts.get(0).body())).isEqualTo(0);
    assertThat(pythonSays(posts.get(0), posts.get(0).body() + " ")).isNotEqualTo(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    posts.add(
        new Post(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  /** What the lines of {@code docs/notifications.md} find. */
  private int pythonSays(Post post, String body) throws IOException, InterruptedException {
    String page = Files.readString(Processes.HOME.resolve("docs").resolve("notifications.md"));
    Matcher lines = PYTHON.matcher(page);
    assertThat(lines.find()).isTrue();
    Files.writeString(folder.resolve("body"), body);
    String script =
        lines.group(1)
            + """

            verify("%s", {"webhook-id": "%s", "webhook-timestamp": "%s", "webhook-signature": "%s"},
                   open("%s", "rb").read())
            """
                .formatted(
                    KEY, post.id(), post.timestamp(), post.signature(), folder.resolve("body"));
    Process python =
        new ProcessBuilder("python3", "-")
            .inheritIO()
            .redirectInput(Files.writeString(folder.resolve("verify.py"), script).toFile())
            .start();
    return python.waitFor();
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
