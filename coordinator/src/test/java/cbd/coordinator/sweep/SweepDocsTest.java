package cbd.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Stopping;
import cbd.domain.TrialSpec;
import cbd.domain.Watermark;
import cbd.text.JsonSchema;
import cbd.text.JsonText;
import cbd.text.Preset;
import cbd.text.Setting;
import cbd.text.Settings;
import cbd.text.Tree;
import cbd.text.Words;
import cbd.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is published about sweep files is what the records say. {@code -Dcbd.rewrite-docs} writes
 * the generated parts anew; look at the difference before committing it.
 */
class SweepDocsTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").normalize();
  private static final boolean REWRITE = System.getProperty("cbd.rewrite-docs") != null;
  private static final String BEGIN = "<!-- generated from the records by SweepDocsTest -->\n";
  private static final String OWNERS = "{owners}";
  private static final String END = "<!-- end of generated -->";

  @Test
  void theReferenceNamesEverySetting() throws IOException {
    Path page = ROOT.resolve("docs/sweep-file.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);

    same(page, text, text.substring(0, begin) + reference() + text.substring(end));
  }

  @Test
  void theSchemasArePublishedAsTheyAre() throws IOException {
    for (var schema :
        Map.of(
                "docs/sweep.schema.json", SweepSchema.sweep(),
                "docs/trial.schema.json", SweepSchema.trial())
            .entrySet()) {
      Path file = ROOT.resolve(schema.getKey());
      String published = Files.exists(file) ? Files.readString(file) : "";
      same(file, published, JsonText.pretty(schema.getValue()));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsValid(Path example) throws IOException {
    String text = Files.readString(example);

    if (text.contains("sweep.schema.json")) {
      assertThat(TrialGrid.of(SweepFile.parse(text)).trials()).isNotEmpty();
    } else {
      assertThat(text).as("the schema it is edited with").contains("trial.schema.json");
      assertThat(YamlText.read(TrialSpec.class, text)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/sweep-file.md", "docs/defenses.md", "docs/datasets.md"})
  void everyYamlOfTheManualIsValid(String page) throws IOException {
    String[] blocks = Files.readString(ROOT.resolve(page)).split("```yaml\n", -1);

    assertThat(blocks).hasSizeGreaterThan(2);
    for (int i = 1; i < blocks.length; i++) {
      String block = blocks[i].substring(0, blocks[i].indexOf("```"));
      if (block.contains("name:")) {
        assertThat(TrialGrid.of(SweepFile.parse(block)).trials()).as(block).isNotEmpty();
      } else {
        String missing =
            Stream.of("dataset: shapes", "attack: badnets", "defense: none")
                .filter(line -> !("\n" + block).contains("\n" + line.split(":", -1)[0] + ":"))
                .collect(Collectors.joining("\n"));
        assertThat(YamlText.read(TrialSpec.class, block + missing)).as(block).isNotNull();
      }
    }
  }

  @Test
  void thePageOfTheDefensesNamesEverySettingAndPresetOfCbd() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/defenses.md"));

    assertThat(Settings.of(Defense.Cbd.class).stream().map(Setting::path))
        .filteredOn(path -> !List.of("preset", "critic", "criticSchedule.steps").contains(path))
        .allSatisfy(path -> assertThat(page).contains("`" + path + "`"));
    assertThat(Defense.Cbd.class.getAnnotationsByType(Preset.class))
        .allSatisfy(preset -> assertThat(page).contains("| `" + preset.name() + "`"));
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static void same(Path file, String published, String generated) throws IOException {
    if (REWRITE) {
      Files.writeString(file, generated);
    } else {
      assertThat(published)
          .as("%s has drifted; mvn test -Dcbd.rewrite-docs writes it anew", file.getFileName())
          .isEqualTo(generated);
    }
  }

  private static String reference() {
    StringBuilder out = new StringBuilder();
    out.append("### Of the file\n\n").append(settings(Settings.of(SweepText.class)));
    out.append("\n### Of random\n\n").append(settings(Settings.of(RandomText.class)));
    out.append("\n### Of repeats\n\n").append(settings(Settings.of(UntilText.class)));
    out.append("\n### Of stopping\n\n").append(words(Stopping.class));
    out.append("\n### Of a trial\n\n").append(settings(Settings.of(TrialSpec.class)));
    for (Class<?> choice :
        List.of(
            Dataset.class,
            Attack.class,
            LabelMapping.class,
            Watermark.class,
            Defense.class,
            Augmentation.class)) {
      out.append("\n### ").append(choice.getSimpleName()).append("\n\n").append(words(choice));
    }
    out.append("\n### Presets\n\n").append(presets(Attack.class, Defense.class));
    return out.toString();
  }

  private static String presets(Class<?>... choices) {
    StringBuilder table =
        new StringBuilder("| Of | Preset | Stands for | Meaning |\n|---|---|---|---|\n");
    for (Class<?> choice : choices) {
      for (Class<?> type : choice.getPermittedSubclasses()) {
        for (Preset preset : type.getAnnotationsByType(Preset.class)) {
          table.append(
              "| %s | `%s` | `%s` | %s |\n"
                  .formatted(
                      Words.of(type),
                      preset.name(),
                      JsonText.write(JsonText.parse(preset.settings())),
                      preset.about()));
        }
      }
    }
    return table.toString();
  }

  /** One line per setting; what several attacks share stands once. */
  private static String settings(List<Setting> settings) {
    Map<String, Set<String>> owners = new LinkedHashMap<>();
    for (Setting setting : settings) {
      String line =
          "| `"
              + setting.path()
              + "` | "
              + OWNERS
              + " | "
              + String.join(
                  " | ",
                  setting.values(),
                  setting.defaultText().equals("required") ? "required" : code(setting),
                  setting.about())
              + " |\n";
      Set<String> known = owners.computeIfAbsent(line, each -> new LinkedHashSet<>());
      if (!setting.owners().isEmpty()) {
        known.add(setting.owners().get(setting.owners().size() - 1));
      }
    }
    StringBuilder table =
        new StringBuilder("| Setting | Of | Values | Default | Meaning |\n|---|---|---|---|---|\n");
    owners.forEach((line, names) -> table.append(line.replace(OWNERS, String.join(", ", names))));
    return table.toString();
  }

  private static String code(Setting setting) {
    return setting.defaultText().isEmpty() ? "empty" : "`" + setting.defaultText() + "`";
  }

  private static String words(Class<?> choice) {
    StringBuilder table = new StringBuilder("| Word | Means |\n|---|---|\n");
    for (Tree each : ((Tree.Sequence) JsonSchema.of(choice).get("oneOf")).items()) {
      Tree.Mapping word = (Tree.Mapping) each;
      if (word.get("const") instanceof Tree.Scalar name) {
        Tree.Scalar about = (Tree.Scalar) word.get("description");
        table.append("| `%s` | %s |\n".formatted(name.value(), about.value()));
      }
    }
    return table.toString();
  }
}
