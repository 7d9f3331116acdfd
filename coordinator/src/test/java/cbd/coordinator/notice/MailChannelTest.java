package cbd.coordinator.notice;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.store.NoticeRow;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailChannelTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Secret PASSWORD = new Secret("geheim");

  private GreenMail server = new GreenMail(patient());
  private final NoticeRow notice = new Notices("http://cbd.example.org").test(NOW);

  /** The two seconds that GreenMail gives itself to start are too few on a busy machine. */
  private static ServerSetup patient() {
    ServerSetup setup = new ServerSetup(0, "127.0.0.1", "smtp");
    setup.setServerStartupTimeout(Duration.ofMinutes(1).toMillis());
    return setup;
  }

  @AfterEach
  void close() {
    server.stop();
  }

  private Channel channel(
      ChannelText.Security security, String user, @Nullable Secret password, Duration patience) {
    int port = server.getSmtp() == null ? server.getSmtps().getPort() : server.getSmtp().getPort();
    ChannelText.Mail text =
        new ChannelText.Mail(
            "people",
            "127.0.0.1",
            port,
            security,
            user,
            "",
            user.isEmpty() ? "" : "PASSWORD",
            "cbd <cbd@example.org>",
            List.of("Ann <ann@example.org>", "bob@example.org"),
            List.of(Occasion.values()),
            false);
    return new MailChannel(text, password, patience);
  }

  private Channel plain() {
    return channel(ChannelText.Security.NONE, "", null, Duration.ofSeconds(30));
  }

  @Test
  void sendsOneTextToAllRecipients() throws MessagingException, IOException {
    server.start();

    assertThat(plain().deliver(notice, NOW)).isInstanceOf(Channel.Outcome.Taken.class);

    MimeMessage[] arrived = server.getReceivedMessages();
    assertThat(arrived).hasSize(2);
    assertThat(
            Arrays.stream(arrived[0].getRecipients(Message.RecipientType.TO)).map(Object::toString))
        .containsExactly("Ann <ann@example.org>", "bob@example.org");
    assertThat(arrived[0].getSubject()).isEqualTo(notice.subject());
    assertThat(arrived[0].getContent().toString()).contains("nothing has happened", "cbd.example");
    assertThat(arrived[0].getMessageID()).isEqualTo("<" + notice.id() + "@example.org>");
    assertThat(arrived[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void aSubjectStaysOneLineWhateverASweepIsCalled() throws MessagingException, IOException {
    server.start();
    NoticeRow evil =
        new NoticeRow(
            notice.id(),
            "sweep.failed",
            null,
            NOW,
            "sweep x\r\nBcc: eve@example.org\r\n\r\nbody \u2028 größer",
            "text\r\n.\r\nRCPT TO:<eve@example.org>\r\n",
            "{}");

    plain().deliver(evil, NOW);

    MimeMessage[] arrived = server.getReceivedMessages();
    assertThat(arrived).hasSize(2);
    assertThat(arrived[0].getSubject()).isEqualTo("sweep x Bcc: eve@example.org body   größer");
    assertThat(arrived[0].getHeader("Bcc")).isNull();
    assertThat(arrived[0].getAllRecipients()).hasSize(2);
    assertThat(arrived[0].getContent().toString()).contains("RCPT TO");
  }

  @Test
  void saysWhoItIs() {
    server.setUser("ann@example.org", "cbd", PASSWORD.value());
    server.start();

    Channel right = channel(ChannelText.Security.NONE, "cbd", PASSWORD, Duration.ofSeconds(30));
    Channel wrong =
        channel(ChannelText.Security.NONE, "cbd", new Secret("hunter2"), Duration.ofSeconds(30));

    assertThat(right.deliver(notice, NOW)).isInstanceOf(Channel.Outcome.Taken.class);
    assertThat(wrong.deliver(notice, NOW).toString())
        .contains("Refused", "127.0.0.1")
        .doesNotContain("hunter2");
  }

  @Test
  void sendsNothingToAServerThatOffersNoEncryption() {
    server.setUser("ann@example.org", "cbd", PASSWORD.value());
    server.start();

    Channel careful =
        channel(ChannelText.Security.STARTTLS, "cbd", PASSWORD, Duration.ofSeconds(30));

    assertThat(careful.deliver(notice, NOW).toString()).contains("Refused", "STARTTLS");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void waitsNoLongerThanItsPatience() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ChannelText.Mail text =
          new ChannelText.Mail(
              "people",
              "127.0.0.1",
              silent.getLocalPort(),
              ChannelText.Security.NONE,
              "",
              "",
              "",
              "cbd@example.org",
              List.of("ann@example.org"),
              List.of(Occasion.STALLED),
              false);

      assertThat(
              new MailChannel(text, null, Duration.ofMillis(200)).deliver(notice, NOW).toString())
          .contains("Refused", "127.0.0.1:" + silent.getLocalPort());
    }
  }
}
