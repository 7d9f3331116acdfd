package cbd.coordinator.notice;

import cbd.text.InvalidTextException;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.Tree;
import cbd.tls.Pem;
import cbd.tls.TlsException;
import cbd.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of {@code cbd coordinator --notify}; the format is described in {@code
 * docs/notifications.md}. A secret never stands in the file itself, which names a file or an
 * environment variable that holds it.
 */
public final class NoticeFile {
  private static final String CHANNELS = "channels";

  private final Map<String, String> environment;
  private final List<Problem> problems = new ArrayList<>();

  private NoticeFile(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads a file and the secrets that it names.
   *
   * @param environment where secrets may stand
   * @throws InvalidTextException with all problems of the file and of what it names
   * @throws IOException when the file itself cannot be read
   */
  public static NoticeSettings read(Path file, Map<String, String> environment) throws IOException {
    return parse(YamlText.parse(Files.readAllBytes(file)), environment);
  }

  static NoticeSettings parse(Tree tree, Map<String, String> environment) {
    return new NoticeFile(environment).settings(tree);
  }

  private NoticeSettings settings(Tree tree) {
    @Nullable NoticeText text = RecordReader.read(NoticeText.class, tree, "", problems);
    List<@Nullable Secret> secrets = secrets(tree);
    if (text == null || !problems.isEmpty()) {
      throw new InvalidTextException(problems);
    }
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < text.channels().size(); i++) {
      channels.add(channel(text.channels().get(i), secrets.get(i)));
    }
    return new NoticeSettings(
        channels,
        Duration.ofMinutes(text.stalledMinutes()),
        Duration.ofHours(text.giveUpHours()),
        text.page());
  }

  private static Channel channel(ChannelText text, @Nullable Secret secret) {
    if (text instanceof ChannelText.Webhook webhook && secret != null) {
      return new WebhookChannel(webhook, Signature.of(secret), WebhookChannel.PATIENCE);
    }
    if (text instanceof ChannelText.Mail mail) {
      return new MailChannel(mail, secret, MailChannel.PATIENCE);
    }
    throw new IllegalStateException("the rules let through " + text.name() + " without a secret");
  }

  /** One for each channel of the tree, in order; null where it names none that can be had. */
  private List<@Nullable Secret> secrets(Tree tree) {
    List<@Nullable Secret> secrets = new ArrayList<>();
    if (tree instanceof Tree.Mapping top && top.get(CHANNELS) instanceof Tree.Sequence channels) {
      for (int i = 0; i < channels.items().size(); i++) {
        String path = CHANNELS + "[" + i + "]";
        secrets.add(
            channels.items().get(i) instanceof Tree.Mapping channel ? secret(channel, path) : null);
      }
    }
    return secrets;
  }

  private @Nullable Secret secret(Tree.Mapping channel, String path) {
    @Nullable Secret found = null;
    for (String what : List.of("secret", "password")) {
      String inFile = word(channel, what + "File");
      String inEnvironment = word(channel, what + "Environment");
      if (!inFile.isEmpty()) {
        found = ofFile(inFile, channel, path, what + "File");
      } else if (!inEnvironment.isEmpty()) {
        found = ofEnvironment(inEnvironment, channel, path, what + "Environment");
      }
      if (found != null && "secret".equals(what)) {
        @Nullable String flaw = Signature.flaw(found);
        if (flaw != null) {
          String key = what + (inFile.isEmpty() ? "Environment" : "File");
          found = problem(channel, path, key, flaw);
        }
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Secret ofFile(String file, Tree.Mapping channel, String path, String key) {
    try {
      Pem.refuseOpen(Path.of(file));
      String text = Files.readString(Path.of(file)).strip();
      return text.isEmpty()
          ? problem(channel, path, key, "must name a file with a secret, but it is empty")
          : new Secret(text);
    } catch (TlsException e) {
      return problem(channel, path, key, "must name a file of yours alone: " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      return problem(
          channel, path, key, "must name a file that can be read, but was '" + file + "': " + e);
    }
  }

  private @Nullable Secret ofEnvironment(
      String variable, Tree.Mapping channel, String path, String key) {
    String text = environment.getOrDefault(variable, "").strip();
    return text.isEmpty()
        ? problem(
            channel,
            path,
            key,
            "must name an environment variable that is set, but was '" + variable + "'")
        : new Secret(text);
  }

  private @Nullable Secret problem(Tree.Mapping channel, String path, String key, String rule) {
    @Nullable Tree value = channel.get(key);
    String setting = path + "." + key;
    problems.add(
        new Problem(setting, value == null ? channel.at() : value.at(), setting + " " + rule));
    return null;
  }

  private static String word(Tree.Mapping mapping, String key) {
    return mapping.get(key) instanceof Tree.Scalar scalar && scalar.value() instanceof String word
        ? word
        : "";
  }
}
