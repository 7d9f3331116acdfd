package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayedTest {
  private final AtomicInteger closings = new AtomicInteger();

  private Relayed relayed(InputStream body, Duration patience) {
    return new Relayed(body, patience, closings::incrementAndGet);
  }

  @Test
  void isTheFile() throws IOException {
    try (Relayed file =
        relayed(new ByteArrayInputStream(new byte[] {1, -1, 3}), Duration.ofMinutes(1))) {
      assertThat(file.read()).isEqualTo(1);
      assertThat(file.read()).isEqualTo(255);
      assertThat(file.readAllBytes()).containsExactly(3);
      assertThat(file.read()).isEqualTo(-1);
    }
    assertThat(closings).hasValue(1);
  }

  @Test
  void isClosedOnce() throws IOException {
    Relayed file = relayed(InputStream.nullInputStream(), Duration.ofMinutes(1));
    file.close();
    file.close();
    assertThat(closings).hasValue(1);
  }

  @Test
  void isAsSlowAsItLikesWhileItComes() throws IOException {
    InputStream slow =
        new InputStream() {
          private int left = 12;

          @Override
          public int read() throws IOException {
            try {
              Thread.sleep(500);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return left-- > 0 ? 7 : -1;
          }

          @Override
          public int read(byte[] bytes, int offset, int most) throws IOException {
            int one = read();
            bytes[offset] = (byte) one;
            return one < 0 ? -1 : 1;
          }
        };
    // Less than all of it takes, and more than a busy machine lets one piece wait.
    try (Relayed file = relayed(slow, Duration.ofSeconds(5))) {
      assertThat(file.readAllBytes()).hasSize(12);
    }
  }

  /** A real server that sends a part of what it announced, and then stands still. */
  @Test
  void isBrokenOffWhereTheActiveOneStandsStill() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      InputStream body =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream())
              .body();
      try (Relayed file = relayed(body, Duration.ofSeconds(5))) {
        assertThat(file.readNBytes(10)).hasSize(10);
        assertThatThrownBy(file::read).isInstanceOf(IOException.class);
      }
      assertThat(closings).hasValue(1);
    } finally {
      over.countDown();
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
