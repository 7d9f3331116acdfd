package cbd.coordinator.notice;

import cbd.coordinator.store.NoticeRow;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends plain texts by SMTP. The server's certificate must be of its name. A subject is one line of
 * a message, whatever a sweep is called.
 */
final class MailChannel implements Channel {
  /** For each answer of the server. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int LONGEST_SUBJECT = 200;

  private final ChannelText.Mail text;
  private final @Nullable Secret password;
  private final Session session;

  /** One that believes the authorities that Java believes. */
  MailChannel(ChannelText.Mail text, @Nullable Secret password, Duration patience) {
    this(text, password, patience, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /**
   * A channel.
   *
   * @param patience for each answer of the server
   * @param encryption knows which authorities are believed
   */
  MailChannel(
      ChannelText.Mail text,
      @Nullable Secret password,
      Duration patience,
      SSLSocketFactory encryption) {
    this.text = text;
    this.password = password;
    session = Session.getInstance(properties(text, patience, encryption));
  }

  private static Properties properties(
      ChannelText.Mail text, Duration patience, SSLSocketFactory encryption) {
    boolean tls = text.security() == ChannelText.Security.TLS;
    boolean startTls = text.security() == ChannelText.Security.STARTTLS;
    String milliseconds = Long.toString(patience.toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", text.host());
    properties.setProperty("mail.smtp.port", Integer.toString(port(text)));
    properties.setProperty("mail.smtp.auth", Boolean.toString(!text.user().isEmpty()));
    properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(tls));
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", encryption);
    // Or what cannot be had by it would be tried by another one.
    properties.setProperty("mail.smtp.ssl.socketFactory.fallback", "false");
    properties.setProperty("mail.smtp.connectiontimeout", milliseconds);
    properties.setProperty("mail.smtp.timeout", milliseconds);
    properties.setProperty("mail.smtp.writetimeout", milliseconds);
    // One recipient who is gone must not keep the others from hearing of it.
    properties.setProperty("mail.smtp.sendpartial", "true");
    return properties;
  }

  private static int port(ChannelText.Mail text) {
    if (text.port() > 0) {
      return text.port();
    }
    return switch (text.security()) {
      case TLS -> 465;
      case STARTTLS -> 587;
      case NONE -> 25;
    };
  }

  @Override
  public String name() {
    return text.name();
  }

  @Override
  public String address() {
    return String.join(", ", text.to()) + " by " + text.host() + ":" + port(text);
  }

  @Override
  public Set<Occasion> occasions() {
    return Set.copyOf(text.on());
  }

  @Override
  public Outcome deliver(NoticeRow notice, Instant now) {
    try (Transport transport = session.getTransport()) {
      Message message = message(notice, now);
      String user = text.user().isEmpty() ? null : text.user();
      transport.connect(text.host(), port(text), user, password == null ? null : password.value());
      transport.sendMessage(message, message.getAllRecipients());
      return new Outcome.Taken(text.host() + " took it for " + String.join(", ", text.to()));
    } catch (SendFailedException e) {
      return partly(e);
    } catch (MessagingException e) {
      return Outcome.Refused.forNow(text.host() + ":" + port(text) + ": " + words(e));
    }
  }

  /** Those who got it must not get it again. */
  private Outcome partly(SendFailedException e) {
    Address[] reached = e.getValidSentAddresses();
    if (reached == null || reached.length == 0) {
      return Outcome.Refused.forNow(text.host() + ":" + port(text) + ": " + words(e));
    }
    return new Outcome.Taken(
        text.host() + " took it for " + list(reached) + ", but not for the others: " + words(e));
  }

  private static String list(Address[] addresses) {
    return Arrays.stream(addresses).map(Address::toString).collect(Collectors.joining(", "));
  }

  private Message message(NoticeRow notice, Instant now) throws MessagingException {
    List<Address> recipients = new ArrayList<>();
    for (String each : text.to()) {
      recipients.add(Addresses.parse(each));
    }
    InternetAddress from = Addresses.parse(text.from());
    String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            // The same for each try: the recipients' programs show it once.
            setHeader("Message-ID", "<" + notice.id() + "@" + domain + ">");
          }
        };
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, recipients.toArray(new Address[0]));
    message.setSubject(line(notice.subject()), StandardCharsets.UTF_8.name());
    message.setText(notice.words(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(now));
    // RFC 3834: nobody's holiday is answered to us.
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  /** Without anything that could end the line. */
  static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
    return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT) + "…";
  }

  /** Of all that went wrong on the way; servers are told no secrets that they could repeat here. */
  private static String words(MessagingException thrown) {
    StringBuilder words = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = next(cause)) {
      String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      if (words.indexOf(message) < 0) {
        words.append(words.isEmpty() ? "" : "; ").append(message);
      }
    }
    return line(words.toString());
  }

  private static @Nullable Throwable next(Throwable cause) {
    return cause instanceof MessagingException mail && mail.getNextException() != null
        ? mail.getNextException()
        : cause.getCause();
  }
}
