package cbd.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts say what a person needs, and Prometheus' own tool finds nothing wrong with the rules. */
class RuleTest {
  private static final Path DASHBOARDS = Sources.root().resolve("dashboards");

  static Stream<Rule> alerts() {
    return Rule.alerts().stream();
  }

  static Stream<Path> ruleFiles() {
    return Rule.files(Rule.FOLDER).stream();
  }

  static Stream<Path> testFiles() {
    return Rule.files(Rule.FOLDER.resolve("tests")).stream();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void saysHowLongHowBadAndWhatToDo(Rule alert) throws IOException {
    assertThat(alert.hold()).matches("\\d+[mh]");
    assertThat(alert.labels()).containsKey("severity");
    assertThat(alert.labels().get("severity")).isIn("critical", "warning");
    assertThat(alert.annotations().get("summary")).endsWith(".");
    assertThat(alert.annotations())
        .containsEntry(
            "runbook_url", "dashboards/README.md#" + alert.name().toLowerCase(Locale.ROOT));

    String runbooks = Files.readString(DASHBOARDS.resolve("README.md"));
    assertThat(runbooks).containsPattern("(?m)^### " + alert.name() + "\\n\\n\\S.{80,}");
  }

  @Test
  void everyAlertIsShownToFireAndToStayQuiet() {
    Set<String> fires = new TreeSet<>();
    Set<String> quiet = new TreeSet<>();
    for (Object test : Rule.list(Rule.read(Rule.FOLDER.resolve("tests/alerts.yml")), "tests")) {
      for (Object each : Rule.list((Map<?, ?>) test, "alert_rule_test")) {
        Map<?, ?> expectation = (Map<?, ?>) each;
        (Rule.list(expectation, "exp_alerts").isEmpty() ? quiet : fires)
            .add(Rule.word(expectation, "alertname"));
      }
    }
    List<String> names = Rule.alerts().stream().map(Rule::name).toList();
    assertThat(fires).containsExactlyInAnyOrderElementsOf(names);
    assertThat(quiet).containsExactlyInAnyOrderElementsOf(names);
  }

  @ParameterizedTest
  @MethodSource("ruleFiles")
  void isValid(Path file) throws Exception {
    Tool.Said said = Tool.promtool().run("check", "rules", file.toString());

    assertThat(said.exit()).as(said.text()).isZero();
  }

  @ParameterizedTest
  @MethodSource("testFiles")
  void doesWhatItsTestsSay(Path file) throws Exception {
    Tool.Said said = Tool.promtool().run("test", "rules", file.toString());

    assertThat(said.exit()).as(said.text()).isZero();
  }

  @Test
  void theReadmeCountsTheAlerts() throws Exception {
    assertThat(Files.readString(Sources.root().resolve("README.md")))
        .contains(Rule.alerts().size() + " alerts");
  }

  @Test
  void isReadByThePrometheusOfOneMachine() throws Exception {
    Path config = DASHBOARDS.resolve("prometheus.yml");
    Tool.Said said = Tool.promtool().run("check", "config", config.toString());

    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(said.text()).contains("2 rule files found");
  }
}
