package cbd.training.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final byte[] CONTENT = content(300_000);

  @TempDir private Path dir;
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/whole", exchange -> answer(exchange, 0, CONTENT, CONTENT.length));
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void bringsAFileAndTellsHowFarItIs() throws Exception {
    List<Long> seen = new CopyOnWriteArrayList<>();
    download("/whole")
        .to(
            target(),
            (done, total) -> {
              assertThat(total).hasValue(CONTENT.length);
              seen.add(done);
            });
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(part()).doesNotExist();
    assertThat(seen).isSorted().endsWith((long) CONTENT.length);
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws Exception {
    serve(
        "/breaks",
        exchange -> {
          int from = start(exchange);
          int until = Math.min(CONTENT.length, from + 100_000);
          answer(exchange, from, Arrays.copyOfRange(CONTENT, from, until), CONTENT.length - from);
        });
    download("/breaks").to(target(), (done, total) -> {});
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(ranges).hasSizeGreaterThanOrEqualTo(3).startsWith("none");
    assertThat(ranges.subList(1, ranges.size())).allMatch(range -> range.startsWith("bytes="));
  }

  @Test
  void goesOnFromThePartOfAnEarlierAttempt() throws Exception {
    Files.write(part(), Arrays.copyOf(CONTENT, 123_456));
    serve(
        "/resumes",
        exchange -> {
          int from = start(exchange);
          byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
          answer(exchange, from, rest, rest.length);
        });
    download("/resumes").to(target(), (done, total) -> {});
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(ranges).containsExactly("bytes=123456-");
  }

  @Test
  void startsOverWhenTheServerIgnoresRanges() throws Exception {
    Files.write(part(), Arrays.copyOf(CONTENT, 1000));
    download("/whole").to(target(), (done, total) -> {});
    assertThat(target()).hasBinaryContent(CONTENT);
  }

  @Test
  void startsOverOnceWhenAnOldPartWasDamaged() throws Exception {
    byte[] damaged = Arrays.copyOf(CONTENT, 1000);
    damaged[7]++;
    Files.write(part(), damaged);
    serve(
        "/resumes",
        exchange -> {
          int from = start(exchange);
          byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
          answer(exchange, from, rest, rest.length);
        });
    download("/resumes").to(target(), (done, total) -> {});
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(ranges).containsExactly("bytes=1000-", "none");
  }

  @Test
  void acceptsAPartThatWasWholeAlready() throws Exception {
    Files.write(part(), CONTENT);
    serve(
        "/nothing-left",
        exchange -> {
          start(exchange);
          exchange.sendResponseHeaders(416, -1);
          exchange.close();
        });
    download("/nothing-left").to(target(), (done, total) -> {});
    assertThat(target()).hasBinaryContent(CONTENT);
  }

  @Test
  void refusesAndDeletesWhatHasAnotherChecksum() {
    serve("/corrupt", exchange -> answer(exchange, 0, content(10), 10));
    assertThatThrownBy(() -> download("/corrupt").to(target(), (done, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("where " + md5(CONTENT) + " is expected");
    assertThat(target()).doesNotExist();
    assertThat(part()).doesNotExist();
  }

  @Test
  void keepsThePartAndSaysSoWhenTheServerStaysAway() throws Exception {
    Files.write(part(), Arrays.copyOf(CONTENT, 1000));
    server.stop(0);
    assertThatThrownBy(() -> download("/whole").to(target(), (done, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("1000 bytes are kept in " + part());
    assertThat(part()).hasSize(1000);
  }

  @Test
  void saysWhatTheServerAnswered() {
    serve(
        "/gone",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    assertThatThrownBy(() -> download("/gone").to(target(), (done, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("HTTP status 404");
  }

  private Download download(String path) {
    URI from = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return new Download(HttpClient.newHttpClient(), from, md5(CONTENT));
  }

  private Path target() {
    return dir.resolve("archive");
  }

  private Path part() {
    return dir.resolve("archive.part");
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            answer.to(exchange);
          }
        });
  }

  /** Where the wanted range starts; remembered in {@code ranges}. */
  private int start(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "none" : range);
    return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=|-", ""));
  }

  /**
   * Promises so many bytes and sends those of the body: the connection breaks if there are fewer.
   */
  private static void answer(HttpExchange exchange, int from, byte[] body, int promised)
      throws IOException {
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .add(
              "Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, promised);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
  }

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 256);
    }
    return bytes;
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
