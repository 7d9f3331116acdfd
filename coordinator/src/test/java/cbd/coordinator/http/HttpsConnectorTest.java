package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.tls.CertificateFolder;
import cbd.tls.Refusals;
import cbd.tls.Tls;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class HttpsConnectorTest {
  @TempDir private Path folder;
  private final Logger log = (Logger) LoggerFactory.getLogger(HttpsConnector.class);
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.setLevel(Level.INFO);
    told.start();
    log.addAppender(told);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(told);
    log.setLevel(null);
  }

  @Test
  void tellsOfFailedHandshakesFromWhereTheyCameAndNotOfAllOfThem() throws Exception {
    Duration day = Duration.ofDays(1);
    Authority.create(
            folder.resolve("ca"), "test", day.multipliedBy(9), InstantSource.system().instant())
        .issue(
            new CertificateFolder(folder),
            Standing.MEMBER,
            List.of(),
            day,
            InstantSource.system().instant());
    InetAddress here = InetAddress.getLoopbackAddress();
    Tls tls = Tls.of(folder, System::nanoTime, Refusals.UNCOUNTED);
    ApiPlace place = new ApiPlace(here, here, 0, List.of(), Optional.of(tls), Limits.DEFAULT);
    try (Api api = new Api(folder.resolve("api"), place)) {
      for (int i = 0; i < 30; i++) {
        speakPlainly(api.uri("").getPort());
      }
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(told.list).hasSizeGreaterThanOrEqualTo(10));
    assertThat(told.list).as("10 at once, and then one in ten seconds").hasSizeBetween(10, 15);
    assertThat(told.list.get(0).getFormattedMessage())
        .contains("address=127.0.0.1", "does not speak TLS");
  }

  private static void speakPlainly(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (SocketException e) {
      // Cut off: that is an answer as well.
    }
  }
}
