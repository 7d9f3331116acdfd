package cbd.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Attack;
import cbd.domain.TrialSpec;
import cbd.text.Words;
import cbd.yaml.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/attacks.md says can be written, and nothing that can be written is missing there. */
class AttackDocsTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "attacks.md").normalize();
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  static List<String> examples() {
    return YAML.matcher(page()).results().map((MatchResult match) -> match.group(1)).toList();
  }

  static Stream<Class<?>> attacks() {
    return Stream.of(Attack.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsValid(String example) {
    if (example.contains("grid:")) {
      assertThat(TrialGrid.of(SweepFile.parse(example)).trials()).isNotEmpty();
    } else {
      String trial = "dataset: cifar10\ndefense: cbd\n" + example;
      assertThat(YamlText.read(TrialSpec.class, trial)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void everyAttackHasItsSectionWithAnExampleAndAllItsSettings(Class<?> attack) {
    String word = Words.of(attack);
    String page = page();
    int begin = page.indexOf("\n## " + word + "\n");
    assertThat(begin).as("a section ## %s", word).isPositive();
    String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
    assertThat(section).containsPattern("```yaml\nattack: (\\{type: )?" + word);
    assertThat(section).contains("What to expect");
    String common = page.substring(0, page.indexOf("\n## badnets\n"));
    String adaptive = page.substring(page.indexOf("\n## An attacker who knows CBD"));
    for (RecordComponent component : attack.getRecordComponents()) {
      assertThat(common + section + adaptive)
          .as("%s.%s", word, component.getName())
          .contains("`" + component.getName() + "`");
    }
  }

  private static String page() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
