package cbd.coordinator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the dashboards draw exists, and what exists is drawn. */
class DashboardTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "..", "dashboards").normalize();
  private static final Pattern METRIC = Pattern.compile("\\bcbd_[a-z_]+");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without) \\(([^)]*)\\)");
  private static final Set<String> ADDED_BY_PROMETHEUS = Set.of("instance", "job", "le");

  static Stream<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void drawsOnlyMetricsOfTheContract(Path dashboard) throws IOException {
    Map<String, MetricsContract> known =
        MetricsContract.lines().stream()
            .collect(Collectors.toMap(MetricsContract::name, line -> line));

    for (String expression : expressions(dashboard)) {
      List<MetricsContract> used = new ArrayList<>();
      Matcher matcher = METRIC.matcher(expression);
      while (matcher.find()) {
        String name = matcher.group().replaceFirst("_(bucket|sum|count)$", "");
        assertThat(known).as(expression).containsKey(name);
        used.add(known.get(name));
      }
      assertThat(used).as("metrics in %s", expression).isNotEmpty();
      Set<String> labels = new HashSet<>(ADDED_BY_PROMETHEUS);
      used.forEach(metric -> labels.addAll(metric.labels()));
      assertThat(groupings(expression)).as(expression).isSubsetOf(labels);
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void showsEveryMetricOfTheContract(Path dashboard) throws IOException {
    String all = String.join("\n", expressions(dashboard));

    assertThat(MetricsContract.lines()).allSatisfy(line -> assertThat(all).contains(line.name()));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void explainsEachPanelAndAsksForItsDataSource(Path dashboard) throws IOException {
    JsonNode root = new ObjectMapper().readTree(dashboard.toFile());

    assertThat(root.get("uid").asText())
        .isEqualTo(dashboard.getFileName().toString().replace(".json", ""));
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : root.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      if (!panel.get("type").asText().equals("row")) {
        assertThat(panel.path("description").asText()).as(panel.get("title").asText()).isNotBlank();
        assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void laysNoPanelOverAnother(Path dashboard) throws IOException {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : new ObjectMapper().readTree(dashboard.toFile()).get("panels")) {
      JsonNode at = panel.get("gridPos");
      assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < at.get("w").asInt(); x++) {
        for (int y = 0; y < at.get("h").asInt(); y++) {
          String cell = (at.get("x").asInt() + x) + "/" + (at.get("y").asInt() + y);
          assertThat(taken.add(cell)).as(panel.get("title").asText() + " at " + cell).isTrue();
        }
      }
    }
  }

  private static List<String> groupings(String expression) {
    List<String> labels = new ArrayList<>();
    Matcher matcher = GROUPING.matcher(expression);
    while (matcher.find()) {
      Stream.of(matcher.group(1).split(",", -1)).map(String::strip).forEach(labels::add);
    }
    return labels;
  }

  private static List<String> expressions(Path dashboard) throws IOException {
    List<String> expressions = new ArrayList<>();
    new ObjectMapper()
        .readTree(dashboard.toFile())
        .findValues("expr")
        .forEach(expression -> expressions.add(expression.asText()));
    return expressions;
  }
}
