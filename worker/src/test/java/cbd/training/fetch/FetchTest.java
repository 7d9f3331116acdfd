package cbd.training.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.training.fetch.Published.Item;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {
  private static final String TAKEN = "set/[ab]\\.bin";

  @TempDir private Path dir;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void takesFromATarWhatIsExpectedAndNothingElse() throws Exception {
    Item item =
        publish("set.tar.gz", tar("set/a.bin", "../../etc/surprise", "/set/b.bin", "./set/b.bin"));
    Path folder = fetch(List.of("a.bin", "b.bin"), item);

    assertThat(folder).isEqualTo(dir.resolve("set"));
    assertThat(folder.resolve("a.bin")).hasContent("content of set/a.bin");
    assertThat(folder.resolve("b.bin")).hasContent("content of ./set/b.bin");
    assertThat(filesBelow()).containsExactly(".fetch-it.lock", "set/a.bin", "set/b.bin");
  }

  @Test
  void putsSeveralArchivesAndPlainFilesTogether() throws Exception {
    Item first = publish("first.zip", zip("set/a.bin", "set/../../c", "set/c"));
    Item within = publish("second.zip", zip("b.bin", "set/a.bin"));
    Item plain = publish("plain.gz", "plain".getBytes(StandardCharsets.US_ASCII));
    Path folder =
        fetch(
            List.of("a.bin", "b.bin", "plain.gz"),
            first,
            Item.archiveWithin("set", within.name(), within.md5(), TAKEN),
            Item.plain(plain.name(), plain.md5()));

    assertThat(folder.resolve("plain.gz")).hasContent("plain");
    assertThat(filesBelow())
        .containsExactly(".fetch-it.lock", "set/a.bin", "set/b.bin", "set/plain.gz");
  }

  @Test
  void downloadsOnlyOnce() throws Exception {
    Item item = publish("set.tar.gz", tar("set/a.bin"));
    fetch(List.of("a.bin"), item);
    fetch(List.of("a.bin"), item);
    assertThat(requests).containsExactly("/mirror/set.tar.gz");
  }

  @Test
  void whatHasArrivedIsNotAskedForAgainAfterAFailure() throws Exception {
    Item first = publish("first.zip", zip("set/a.bin"));
    Item second = Item.archive("second.zip", "0".repeat(32), TAKEN);
    assertThatThrownBy(() -> fetch(List.of("a.bin", "b.bin"), first, second))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("second.zip answered with HTTP status 404");
    assertThat(dir.resolve("set")).doesNotExist();

    fetch(List.of("a.bin", "b.bin"), first, publish("second.zip", zip("set/b.bin")));
    assertThat(requests).containsExactly("/mirror/first.zip", "/mirror/second.zip");
  }

  @Test
  void refusesAnArchiveThatLacksAFileAndAFolderThatIsNotWhole() throws Exception {
    Item item = publish("set.tar.gz", tar("set/a.bin"));
    assertThatThrownBy(() -> fetch(List.of("a.bin", "b.bin"), item))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("did not hold all of [a.bin, b.bin]");
    Files.createDirectory(dir.resolve("set"));
    assertThatThrownBy(() -> fetch(List.of("a.bin"), item))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("lacks some of [a.bin]")
        .hasMessageContaining("Move it away first");
  }

  @Test
  void everythingPublishedHasAChecksumAndAnAddress() {
    assertThat(PublishedSets.ALL).extracting(Published::word).doesNotHaveDuplicates();
    assertThat(PublishedSets.ALL)
        .allSatisfy(
            set -> {
              assertThat(set.from().getScheme()).startsWith("http");
              assertThat(set.from().getPath()).endsWith("/");
              assertThat(set.marks()).isNotEmpty();
              assertThat(set.downloads())
                  .isNotEmpty()
                  .allSatisfy(item -> assertThat(item.md5()).matches("[0-9a-f]{32}"));
            });
  }

  private Path fetch(List<String> marks, Item... items) throws DownloadException {
    Published set =
        new Published(
                "it", "1 B", "MIT", URI.create("http://nowhere/"), List.of(items), "set", marks)
            .at(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mirror"));
    return new Fetch(HttpClient.newHttpClient(), set).into(dir, (done, total) -> {});
  }

  private Item publish(String name, byte[] content) throws Exception {
    server.createContext(
        "/mirror/" + name,
        exchange -> {
          requests.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    return Item.archive(
        name, HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content)), TAKEN);
  }

  private List<String> filesBelow() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return new ArrayList<>(
          files
              .filter(Files::isRegularFile)
              .map(file -> dir.relativize(file).toString())
              .sorted()
              .toList());
    }
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(("content of " + name).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (String name : names) {
        byte[] content = ("content of " + name).getBytes(StandardCharsets.US_ASCII);
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, String.format("%011o", content.length));
        header[156] = '0';
        out.write(header);
        out.write(content);
        out.write(new byte[512 - content.length]);
      }
      out.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
