package cbd.coordinator.notice;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Form;
import cbd.text.InvalidValueException;
import cbd.text.Name;
import cbd.text.Rules;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel as the file says it. */
sealed interface ChannelText {
  /** One line of anything that shows; addresses and names must not break out of theirs. */
  String LINE = "[^\\p{Cntrl}]{1,300}";

  String LINE_WORDS = "one line of 1 to 300 characters";

  String ALL = "[\"sweep-finished\", \"sweep-failed\", \"trials-failed\", \"stalled\"]";

  String NAME = "[a-z0-9][a-z0-9-]{0,31}";

  String NAME_WORDS = "1 to 32 lower-case letters, digits and dashes, the first no dash";

  String name();

  List<Occasion> on();

  /** Names of this machine, to which nothing travels that others could read. */
  Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /** Signed JSON, by HTTP POST. */
  @About("Signed JSON by HTTP POST, as standardwebhooks.com describes it.")
  @Name("webhook")
  record Webhook(
      @About("What the channel is called in the log and in the store.")
          @Form(pattern = NAME, words = NAME_WORDS)
          String name,
      @About("Where to; https, or http on this machine.") @Form(pattern = LINE, words = LINE_WORDS)
          String url,
      @About("The file that holds the key to sign with, whsec_ and base64.") @Default("")
          String secretFile,
      @About("Or the environment variable that holds it.") @Default("") String secretEnvironment,
      @About("What to tell of.") @Default(ChannelText.ALL) List<Occasion> on,
      @About("Allow http to another machine: whoever listens can read along.") @Default("false")
          boolean insecure)
      implements ChannelText {
    public Webhook {
      Rules.check(Webhook.class, name, url, secretFile, secretEnvironment, on, insecure);
      Rules.refuse(
          oneOf("secretFile", secretFile, "secretEnvironment", secretEnvironment),
          something(on),
          address(url, insecure));
      on = List.copyOf(on);
    }

    private static @Nullable InvalidValueException address(String url, boolean insecure) {
      URI uri;
      try {
        uri = new URI(url);
      } catch (URISyntaxException e) {
        return new InvalidValueException("url", "must be a URL, but is not: " + e.getReason());
      }
      String host = uri.getHost();
      boolean secure = "https".equals(uri.getScheme());
      if (host == null || (!secure && !"http".equals(uri.getScheme()))) {
        return new InvalidValueException("url", "must start with https://HOST");
      }
      if (uri.getRawUserInfo() != null) {
        return new InvalidValueException("url", "must hold no user and no password");
      }
      return secure || insecure || HERE.contains(host)
          ? null
          : new InvalidValueException(
              "url",
              "must start with https://, for whoever listens to http can read along; insecure: true"
                  + " allows it in a network you trust");
    }

    URI uri() {
      return URI.create(url);
    }
  }

  /** How a connection to a mail server is protected. */
  enum Security {
    /** From the first byte: SMTPS, usually on port 465. */
    TLS,
    /** Begun in the clear, and given up when the server does not offer more: usually port 587. */
    STARTTLS,
    /** Not at all. */
    NONE
  }

  /** A plain text by SMTP. */
  @About("A plain text by e-mail.")
  @Name("e-mail")
  record Mail(
      @About("What the channel is called in the log and in the store.")
          @Form(pattern = NAME, words = NAME_WORDS)
          String name,
      @About("The mail server.") @Form(pattern = LINE, words = LINE_WORDS) String host,
      @About("Its port; 0: 587 for starttls, 465 for tls, 25 for none.")
          @Between(min = 0, max = 65_535)
          @Default("0")
          int port,
      @About("How the connection is protected: starttls, tls or none.") @Default("starttls")
          Security security,
      @About("Who we are to the server; empty: it does not ask.") @Default("") String user,
      @About("The file that holds the user's password.") @Default("") String passwordFile,
      @About("Or the environment variable that holds it.") @Default("") String passwordEnvironment,
      @About("The sender's address.") @Form(pattern = LINE, words = LINE_WORDS) String from,
      @About("The recipients' addresses.") List<String> to,
      @About("What to tell of.") @Default(ChannelText.ALL) List<Occasion> on,
      @About("Allow security: none to another machine: whoever listens can read along.")
          @Default("false")
          boolean insecure)
      implements ChannelText {
    public Mail {
      Rules.check(
          Mail.class,
          name,
          host,
          port,
          security,
          user,
          passwordFile,
          passwordEnvironment,
          from,
          to,
          on,
          insecure);
      Rules.refuse(
          something(on),
          user.isEmpty()
              ? neither(passwordFile, passwordEnvironment)
              : oneOf("passwordFile", passwordFile, "passwordEnvironment", passwordEnvironment),
          Addresses.flaw("from", from),
          to.isEmpty() ? new InvalidValueException("to", "must name somebody") : null,
          to.stream()
              .map(each -> Addresses.flaw("to", each))
              .filter(flaw -> flaw != null)
              .findFirst()
              .orElse(null),
          security != Security.NONE || insecure || HERE.contains(host)
              ? null
              : new InvalidValueException(
                  "security",
                  "must be starttls or tls, for whoever listens to none can read along; insecure:"
                      + " true allows it in a network you trust"));
      to = List.copyOf(to);
      on = List.copyOf(on);
    }

    private static @Nullable InvalidValueException neither(String file, String environment) {
      return file.isEmpty() && environment.isEmpty()
          ? null
          : new InvalidValueException("user", "must say whose password it is");
    }
  }

  private static @Nullable InvalidValueException oneOf(
      String first, String value, String second, String other) {
    return value.isEmpty() == other.isEmpty()
        ? new InvalidValueException(
            first, "or " + second + " must say where the secret is, and not both")
        : null;
  }

  private static @Nullable InvalidValueException something(List<Occasion> on) {
    return on.isEmpty() ? new InvalidValueException("on", "must name something to tell of") : null;
  }
}
