package cbd.coordinator.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.coordinator.store.NoticeRow;
import cbd.tls.CertificateFolder;
import cbd.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** E-mail to a server that encrypts, with a certificate of our own authority. */
@Timeout(60)
class StartTlsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String USER = "cbd";
  private static final String PASSWORD = "geheim";

  @TempDir private Path folder;
  private final Instant now = InstantSource.system().instant();
  private final NoticeRow notice = new Notices("http://cbd.example.org").test(now);

  /** What a server encrypts with, of an authority of this name. */
  private SSLContext issued(String authority) {
    CertificateFolder member = new CertificateFolder(folder.resolve(authority + "-mail"));
    Authority.create(folder.resolve(authority), authority, DAY.multipliedBy(2), now)
        .issue(member, Standing.MEMBER, List.of("localhost"), DAY, now);
    return Tls.of(member.folder(), System::nanoTime, why -> {}).context();
  }

  private String deliver(SmtpServer server, String host, ChannelText.Security security) {
    ChannelText.Mail text =
        new ChannelText.Mail(
            "people",
            host,
            server.port(),
            security,
            USER,
            "",
            "PASSWORD",
            "cbd@example.org",
            List.of("ann@example.org"),
            List.of(Occasion.values()),
            false);
    SSLContext ours = Tls.believing(folder.resolve("ours").resolve("ca.pem"));
    return new MailChannel(
            text, new Secret(PASSWORD), Duration.ofSeconds(20), ours.getSocketFactory())
        .deliver(notice, now)
        .toString();
  }

  private static void heardNoSecret(SmtpServer server, boolean encrypted) {
    String plain =
        Base64.getEncoder().encodeToString(("\0" + USER + "\0" + PASSWORD).getBytes(UTF_8));
    String alone = Base64.getEncoder().encodeToString(PASSWORD.getBytes(UTF_8));
    assertThat(server.heard)
        .filteredOn(line -> line.encrypted() == encrypted)
        .extracting(SmtpServer.Line::text)
        .noneMatch(
            line ->
                line.contains(plain)
                    || line.contains(alone)
                    || line.startsWith("AUTH")
                    || line.startsWith("MAIL")
                    || line.contains(notice().subject()));
  }

  private static NoticeRow notice() {
    return new Notices("http://cbd.example.org").test(Instant.EPOCH);
  }

  @Test
  void saysWhoItIsAndWhatItHasToSayOnlyOnceItIsEncrypted() throws IOException {
    try (SmtpServer server = new SmtpServer(issued("ours"), true)) {
      assertThat(deliver(server, "127.0.0.1", ChannelText.Security.STARTTLS))
          .contains("Taken", "took it for ann@example.org");

      heardNoSecret(server, false);
      assertThat(server.heard)
          .filteredOn(SmtpServer.Line::encrypted)
          .extracting(SmtpServer.Line::text)
          .anyMatch(line -> line.startsWith("AUTH"))
          .anyMatch(line -> line.startsWith("MAIL FROM:<cbd@example.org>"))
          .contains("Subject: " + notice.subject());
    }
  }

  @Test
  void tellsNothingToAServerThatDoesNotOfferIt() throws IOException {
    issued("ours");
    try (SmtpServer server = new SmtpServer(null, false)) {
      assertThat(deliver(server, "127.0.0.1", ChannelText.Security.STARTTLS))
          .contains("Refused", "STARTTLS")
          .doesNotContain(PASSWORD);

      assertThat(server.heard).isNotEmpty();
      heardNoSecret(server, false);
    }
  }

  @Test
  void tellsNothingToAServerThatOffersItAndThenDoesNotDoIt() throws IOException {
    try (SmtpServer server = new SmtpServer(issued("ours"), false)) {
      assertThat(deliver(server, "127.0.0.1", ChannelText.Security.STARTTLS)).contains("Refused");

      heardNoSecret(server, false);
    }
  }

  @Test
  void tellsNothingToAServerOfAnotherAuthority() throws IOException {
    issued("ours");
    try (SmtpServer server = new SmtpServer(issued("theirs"), true)) {
      assertThat(deliver(server, "127.0.0.1", ChannelText.Security.STARTTLS)).contains("Refused");

      heardNoSecret(server, false);
      heardNoSecret(server, true);
    }
  }

  @Test
  void tellsNothingToAServerWhoseCertificateIsOfAnotherName() throws IOException {
    try (SmtpServer server = new SmtpServer(issued("ours"), true)) {
      assertThat(deliver(server, "127.0.0.2", ChannelText.Security.STARTTLS)).contains("Refused");

      assertThat(server.heard).contains(new SmtpServer.Line(false, "STARTTLS"));
      heardNoSecret(server, false);
      heardNoSecret(server, true);
    }
  }
}
