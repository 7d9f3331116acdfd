package cbd.coordinator.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cbd.disk.SecretFile;
import cbd.text.InvalidTextException;
import cbd.text.Problem;
import cbd.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeFileTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HOOK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MAIL", "hunter2", "BAD", "hunter3!");

  @TempDir private Path folder;

  private static NoticeSettings parse(String yaml) {
    return NoticeFile.parse(YamlText.parse(yaml), ENVIRONMENT);
  }

  private static List<String> problems(String yaml) {
    return catchThrowableOfType(InvalidTextException.class, () -> parse(yaml)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void readsBothKindsOfChannels() throws IOException {
    Path key = folder.resolve("key");
    SecretFile.write(key, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    NoticeSettings settings =
        parse(
            """
            stalledMinutes: 5
            page: https://cbd.example.org
            channels:
              - {type: webhook, name: chat, url: "https://hooks.example.org/a/b", secretFile: "%s"}
              - type: e-mail
                name: people
                host: smtp.example.org
                user: cbd
                passwordEnvironment: MAIL
                from: cbd <cbd@example.org>
                to: [ann@example.org, bob@example.org]
                on: [sweep-failed, stalled]
            """
                .formatted(key));

    assertThat(settings.stalledAfter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.giveUpAfter()).isEqualTo(Duration.ofDays(3));
    assertThat(settings.channels()).extracting(Channel::name).containsExactly("chat", "people");
    assertThat(settings.channels().get(0).occasions()).containsExactlyInAnyOrder(Occasion.values());
    assertThat(settings.channels().get(1).occasions())
        .containsExactlyInAnyOrder(Occasion.SWEEP_FAILED, Occasion.STALLED);
    assertThat(settings.channels().get(0).address()).isEqualTo("https://hooks.example.org");
    assertThat(settings.channels().get(1).address()).contains("bob", "smtp.example.org:587");
  }

  @Test
  void tellsAllProblemsAtOnceWithTheirPlaces() {
    assertThat(
            problems(
                """
                stalledMinutes: 0
                channels:
                  - {type: webhook, name: chat, url: "http://hooks.example.org", secretEnvironment: NO}
                  - {type: webhook, name: Chat, url: "https://h", secretEnvironment: BAD}
                  - {type: e-mail, name: m, host: h, from: "no address", to: [], security: none}
                  - {type: e-mail, name: n, host: h, from: "a@b.c", to: ["x@y.z"], user: u}
                  - {type: pigeon, name: p}
                """))
        .anyMatch(line -> line.contains("stalledMinutes must be") && line.contains("(line 1, "))
        .anyMatch(line -> line.contains("url must start with https://") && line.contains("(line 3"))
        .anyMatch(line -> line.contains("channels[0].secretEnvironment") && line.contains("'NO'"))
        .anyMatch(line -> line.contains("name must be 1 to 32 lower-case") && line.contains("Chat"))
        .anyMatch(line -> line.contains("no base64") && line.contains("(line 4, "))
        .anyMatch(line -> line.contains("from must be an e-mail address"))
        .anyMatch(line -> line.contains("to must name somebody"))
        .anyMatch(line -> line.contains("security must be starttls or tls"))
        .anyMatch(line -> line.contains("passwordFile or passwordEnvironment must say where"))
        .anyMatch(line -> line.contains("pigeon") && line.contains("(line 7, "))
        .noneMatch(line -> line.contains("hunter"));
  }

  @Test
  void takesNoSecretInTheFileItself() {
    assertThat(
            problems("channels: [{type: webhook, name: a, url: \"https://h\", secret: whsec_abc}]"))
        .anyMatch(line -> line.contains("secret is not a setting"))
        .noneMatch(line -> line.contains("whsec_abc"));
    assertThat(
            problems(
                "channels: [{type: webhook, name: a, url: \"https://u:geheim@h\","
                    + " secretEnvironment: HOOK}]"))
        .singleElement()
        .asString()
        .contains("must hold no user and no password")
        .doesNotContain("geheim");
  }

  @Test
  void refusesAddressesThatBreakOutOfTheirLine() {
    assertThat(
            problems(
                "channels: [{type: e-mail, name: a, host: h, from: \"a@b.c\","
                    + " to: [\"x@y.z\\nBcc: all@y.z\"]}]"))
        .singleElement()
        .asString()
        .contains("line break");
  }

  @Test
  void wantsNamesThatDiffer() {
    String channel = "{type: webhook, name: a, url: \"https://h\", secretEnvironment: HOOK}";
    assertThat(problems("channels: [" + channel + ", " + channel + "]"))
        .singleElement()
        .asString()
        .contains("must each have a name of its own");
  }
}
