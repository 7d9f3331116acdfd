package cbd.training.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10ArchiveTest {
  @TempDir private Path dir;
  private final AtomicInteger requests = new AtomicInteger();
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
  void unpacksTheSixFilesAndNothingElse() throws Exception {
    Cifar10Archive archive =
        publish(
            "cifar-10-batches-bin/data_batch_1.bin",
            "cifar-10-batches-bin/data_batch_2.bin",
            "../../etc/surprise",
            "cifar-10-batches-bin/data_batch_3.bin",
            "cifar-10-batches-bin/data_batch_4.bin",
            "cifar-10-batches-bin/data_batch_5.bin",
            "../test_batch.bin");
    Path folder = archive.fetch(dir, (done, total) -> {});
    assertThat(folder).isEqualTo(dir.resolve("cifar-10-batches-bin"));
    assertThat(folder)
        .isDirectoryContaining(file -> file.endsWith("test_batch.bin"))
        .isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
    assertThat(folder.resolve("data_batch_4.bin"))
        .hasContent("content of cifar-10-batches-bin/data_batch_4.bin");
    try (var all = Files.walk(dir)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(7);
    }
  }

  @Test
  void downloadsOnlyOnce() throws Exception {
    Cifar10Archive archive = publish(complete());
    archive.fetch(dir, (done, total) -> {});
    archive.fetch(dir, (done, total) -> {});
    assertThat(requests).hasValue(1);
  }

  @Test
  void refusesAnArchiveThatLacksAFile() throws Exception {
    Cifar10Archive archive = publish("cifar-10-batches-bin/data_batch_1.bin");
    assertThatThrownBy(() -> archive.fetch(dir, (done, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("does not hold all of");
  }

  private static String[] complete() {
    return new String[] {
      "c/data_batch_1.bin",
      "c/data_batch_2.bin",
      "c/data_batch_3.bin",
      "c/data_batch_4.bin",
      "c/data_batch_5.bin",
      "c/test_batch.bin"
    };
  }

  private Cifar10Archive publish(String... names) throws Exception {
    byte[] archive = archive(names);
    server.createContext(
        "/archive",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive);
          exchange.close();
        });
    return new Cifar10Archive(
        HttpClient.newHttpClient(),
        URI.create("http://localhost:" + server.getAddress().getPort() + "/archive"),
        HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(archive)));
  }

  private static byte[] archive(String... names) throws IOException {
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
