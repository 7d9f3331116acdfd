package cbd.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.metrics.Contract;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What boards and rules ask for is in the contract, and what is in the contract is asked for. */
class VocabularyTest {
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Vocabulary PROMISED = Vocabulary.promised();

  static Stream<Board> boards() {
    return Board.all().stream();
  }

  static Stream<Rule> rules() {
    return Rule.all().stream();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void asksOnlyForWhatThereMayBe(Board board) {
    for (Panel panel : board.panels()) {
      for (Panel.Target target : panel.targets()) {
        assertThat(PROMISED.unknown(Expression.of(target.expr())))
            .as("%s: %s", panel, target.expr())
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void watchesOnlyWhatThereMayBe(Rule rule) {
    assertThat(PROMISED.unknown(Expression.of(rule.expr()))).as(rule.expr()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void namesOnlyLabelsInALegendThatTheAnswerHas(Board board) {
    for (Panel panel : board.panels()) {
      for (JsonNode target : panel.json().path("targets")) {
        Expression expression = Expression.of(target.path("expr").asText());
        Set<String> labels =
            expression.groupings().stream().map(Expression.Word::text).collect(Collectors.toSet());
        List<String> named =
            LEGEND
                .matcher(target.path("legendFormat").asText())
                .results()
                .map(found -> found.group(1))
                .toList();
        if (!labels.isEmpty() && !expression.text().contains(" on (")) {
          assertThat(labels).as(panel.toString()).containsAll(named);
        }
      }
    }
  }

  @Test
  void everyMetricThatIsMeantForPeopleIsShownOrWatched() {
    Set<String> used = new TreeSet<>();
    expressions().forEach(expr -> used.addAll(Expression.of(expr).metrics()));

    List<String> idle = new ArrayList<>();
    for (Contract.Metric metric : Contract.published().metrics()) {
      boolean isShown =
          Stream.of("", "_bucket", "_sum", "_count")
              .map(metric.name()::concat)
              .anyMatch(used::contains);
      if (metric.isUsed() != isShown) {
        idle.add(metric.name());
      }
    }
    assertThat(idle).as("used and not shown, or internal and shown").isEmpty();
  }

  @Test
  void knowsARenamedMetricABrokenLabelAndAWordThatIsNeverSaid() {
    assertThat(PROMISED.unknown(Expression.of("sum by (state) (cbd_trials{state=\"queued\"})")))
        .isEmpty();
    assertThat(
            PROMISED.unknown(
                Expression.of("sum by (stat) (cbd_trial) + cbd_trials{state=~\"queued|gone\"}")))
        .containsExactly("cbd_trial", "cbd_trials{state\"queued|gone\"", "stat");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void noticesEveryMutantOfARule(Rule rule) {
    List<String> survivors = new ArrayList<>();
    for (Mutant mutant : Mutant.of(Expression.of(rule.expr()))) {
      // Which buckets there are only a scrape can tell: BoardsIT.
      boolean isBucket = mutant.expr().contains("le=\"x");
      if (!isBucket && PROMISED.unknown(Expression.of(mutant.expr())).isEmpty()) {
        survivors.add(mutant.expr());
      }
    }
    assertThat(survivors).isEmpty();
  }

  private static Stream<String> expressions() {
    return Stream.concat(
        Board.all().stream()
            .flatMap(board -> board.panels().stream())
            .flatMap(panel -> panel.targets().stream())
            .map(Panel.Target::expr),
        Rule.all().stream().map(Rule::expr));
  }
}
