package cbd.worker.doctor;

import cbd.tls.CertificateFolder;
import cbd.tls.Tls;
import cbd.tls.TlsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * This machine's clock against the coordinator's, which says its time, in whole seconds, with every
 * answer. Leases do not depend on it, for each end uses its own clock only; logs, certificates and
 * results do.
 *
 * @param coordinator address of the API; empty: nothing is compared
 * @param certificates of the cluster, as {@code cbd certs node} made them; null: at https:// those
 *     that this Java believes
 */
record ClockCheck(String coordinator, @Nullable Path certificates, InstantSource clock)
    implements Check {
  private static final String SUBJECT = "clock";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A second for what is not said, and one that does no harm. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  @Override
  public List<Finding> findings() {
    return List.of(
        coordinator.isEmpty()
            ? Finding.ok(
                SUBJECT, "not compared with the coordinator's: give --coordinator URL for that")
            : compare());
  }

  private HttpClient client() {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (certificates != null) {
      client.sslContext(Tls.believing(new CertificateFolder(certificates).authorities()));
    }
    return client.build();
  }

  /** Of this clock, above zero when it is fast; none when the other's time lies between both. */
  private static Duration skew(Instant there, Instant asked, Instant answered) {
    return there.isBefore(asked)
        ? Duration.between(there, asked)
        : there.isAfter(answered) ? Duration.between(there, answered) : Duration.ZERO;
  }

  private Finding compare() {
    try {
      HttpClient client = client();
      Instant asked = clock.instant();
      HttpResponse<Void> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(coordinator + "/health")).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.discarding());
      Instant answered = clock.instant();
      Instant there =
          ZonedDateTime.parse(
                  answer.headers().firstValue("Date").orElse(""),
                  DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant();
      Duration skew = skew(there, asked, answered);
      return skew.abs().compareTo(TOLERANCE) <= 0
          ? Finding.ok(SUBJECT, "within " + TOLERANCE.toSeconds() + " s of the coordinator's")
          : Finding.doubtful(
              SUBJECT,
              skew.toSeconds() + " s from the coordinator's",
              "Run an NTP client on both machines (chrony, systemd-timesyncd).");
    } catch (SSLHandshakeException e) {
      return Finding.ill(
          "API " + coordinator,
          "is not believed: " + e.getMessage(),
          "Give --tls DIR with the certificates of its cluster.");
    } catch (IOException | IllegalArgumentException | DateTimeParseException | TlsException e) {
      return Finding.ill(
          "API " + coordinator,
          "does not answer: " + e,
          "Does the coordinator run, with a --host that this machine reaches?");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.ill(SUBJECT, "was not compared", "Try again.");
    }
  }
}
