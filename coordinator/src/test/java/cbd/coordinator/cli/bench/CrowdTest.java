package cbd.coordinator.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Against a server that answers what a test wants, in whole and in pieces. */
@EnabledOnOs(OS.LINUX)
class CrowdTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Set<InetAddress> callers = ConcurrentHashMap.newKeySet();
  private final Mix mix = new Mix(List.of("s-1"), List.of("abcd"), 500);
  private ServerSocket door;
  private volatile String answer = "";

  @BeforeEach
  void open() throws IOException {
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  @Test
  void readsWholeAnswersAndAnswersInPiecesOverOneConnection() throws Exception {
    try (HttpLine line = HttpLine.open(address(), InetAddress.getLoopbackAddress())) {
      answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
      assertThat(line.ask(Question.get("/x", "/x"))).isEqualTo(new HttpLine.Answer(200, 5));
      answer =
          """
          HTTP/1.1 429 Too Many
          Transfer-Encoding: chunked

          3
          abc
          A
          0123456789
          0

          """
              .replace("\n", "\r\n");
      assertThat(line.ask(Question.get("/x", "/x"))).isEqualTo(new HttpLine.Answer(429, 13));
      assertThat(line.ask(Question.submit("name: x"))).isEqualTo(new HttpLine.Answer(429, 13));
    }
  }

  @Test
  void asksFromAnAddressOfItsOwnForEachClient() throws Exception {
    answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    try (Crowd crowd = new Crowd(address(), mix, 0.05)) {
      crowd.begin(3, 0);
      await()
          .atMost(LONG)
          .until(
              () -> callers.size() >= 3 && crowd.answers().between(0, Long.MAX_VALUE).size() > 20);
      assertThat(callers).hasSize(3);
    }
  }

  @Test
  void countsAConnectionThatBreaksAndComesBack() throws Exception {
    answer = "";
    try (Crowd crowd = new Crowd(address(), mix, 0.05)) {
      crowd.begin(1, 0);
      await().atMost(LONG).until(() -> statuses(crowd).contains(Samples.BROKEN));
      answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
      await().atMost(LONG).until(() -> statuses(crowd).contains(200));
    }
  }

  @Test
  void hearsEachPictureOnce() throws Exception {
    answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + piece("event: picture\ndata: {}\n\n")
            + piece("event: pic")
            + piece("ture\ndata: {}\n\n");
    try (Crowd crowd = new Crowd(address(), mix, 1)) {
      crowd.begin(0, 1);
      await().atMost(LONG).until(() -> crowd.pictures().between(0, Long.MAX_VALUE).size() >= 2);
      assertThat(crowd.pictures().between(0, Long.MAX_VALUE))
          .extracting(Samples.Sample::bytes)
          .containsExactly(25L, 25L);
    }
  }

  @Test
  void asksAsOftenAsTheMixSays() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> routes =
        IntStream.range(0, 10_000).mapToObj(i -> mix.draw(random).route()).toList();

    assertThat(share(routes, "GET /sweeps/{sweep}")).isBetween(0.24, 0.26);
    assertThat(share(routes, "GET /leaderboard")).isBetween(0.09, 0.11);
    assertThat(share(routes, "POST /sweeps")).isBetween(0.015, 0.025);
  }

  private static double share(List<String> routes, String route) {
    return routes.stream().filter(route::equals).count() / (double) routes.size();
  }

  private static List<Integer> statuses(Crowd crowd) {
    return crowd.answers().between(0, Long.MAX_VALUE).stream().map(Samples.Sample::status).toList();
  }

  private static String piece(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        callers.add(caller.getInetAddress());
        thread(() -> serve(caller));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket caller) {
    try (caller;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(caller.getInputStream(), ISO_8859_1))) {
      while (readRequest(in) && !answer.isEmpty()) {
        caller.getOutputStream().write(answer.getBytes(UTF_8));
      }
    } catch (IOException e) {
      // The client hung up.
    }
  }

  private static boolean readRequest(BufferedReader in) throws IOException {
    int length = 0;
    String line = in.readLine();
    if (line == null) {
      return false;
    }
    for (; line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    return in.skip(length) == length;
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }
}
