package cbd.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No dashboard breaks a rule, and each rule can be broken. */
class LintTest {
  static Stream<Board> boards() {
    return Board.all().stream();
  }

  @Test
  void thereAreSix() {
    assertThat(Board.all())
        .extracting(Board::uid)
        .containsExactlyInAnyOrder(
            "cbd-overview", "cbd-results", "cbd-trials", "cbd-workers", "cbd-control", "cbd-slo");
  }

  @ParameterizedTest
  @MethodSource("boards")
  void breaksNoRule(Board board) {
    assertThat(Lint.of(board)).isEmpty();
  }

  /** A rule and a way to break it. */
  record Break(String rule, Consumer<ObjectNode> change) {
    @Override
    public String toString() {
      return rule;
    }
  }

  static Stream<Break> breaks() {
    return Stream.of(
        new Break("template-datasource-rule", board -> variable(board, 0).put("label", "Source")),
        new Break("template-datasource-rule", board -> object(variable(board, 1), "datasource")),
        new Break("template-job-rule", board -> variable(board, 1).put("multi", false)),
        new Break("template-instance-rule", board -> variable(board, 2).put("allValue", ".*")),
        new Break("template-label-promql-rule", board -> query(board).put("query", "up{")),
        new Break("template-on-time-change-reload-rule", b -> variable(b, 1).put("refresh", 1)),
        new Break("panel-datasource-rule", board -> object(panel(board), "datasource")),
        new Break("panel-title-description-rule", board -> panel(board).put("description", "")),
        new Break("panel-units-rule", board -> defaults(board).put("unit", "furlong")),
        new Break("panel-no-targets-rule", board -> panel(board).putArray("targets")),
        new Break("house-current-panel-types", board -> panel(board).put("type", "graph")),
        new Break("house-one-id-each", board -> panel(board).put("id", row(board))),
        new Break(
            "house-layout", board -> ((ObjectNode) panel(board).path("gridPos")).put("w", 25)),
        new Break("house-known-variable", board -> expr(board, "up{job=~\"$job\",x=\"$nix\"}")),
        new Break("target-promql-rule", board -> expr(board, "1 + 1")),
        new Break("target-rate-interval-rule", board -> expr(board, "rate(up{}[5m])")),
        new Break("target-job-rule", board -> expr(board, "up{job=\"$job\"}")),
        new Break("target-instance-rule", board -> expr(board, "up{job=~\"$job\"}")),
        new Break("target-counter-agg-rule", board -> expr(board, "sum(cbd_x_total)")),
        new Break("uneditable-dashboard", board -> board.put("editable", true)),
        new Break("house-title", board -> board.put("title", "")),
        new Break("house-description", board -> board.put("description", "")),
        new Break("house-tag", board -> board.putArray("tags")));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void noticesABrokenRule(Break broken) {
    ObjectNode json = Board.all().get(0).json().deepCopy();
    broken.change().accept(json);

    assertThat(Lint.of(new Board(json))).containsKey(broken.rule());
  }

  @Test
  void readsWhatAnExpressionNames() {
    Expression read =
        Expression.of(
            "sum by (job, le) (rate(a_total{x=~\"p|q\", y!=\"by (z)\"}[$__rate_interval]))"
                + " / on (job) group_left () max(b) > bool 0.5 unless c offset 5m");

    assertThat(read.metrics()).containsExactly("a_total", "b", "c");
    assertThat(read.groupings())
        .extracting(Expression.Word::text)
        .containsExactly("job", "le", "job");
    Expression.Selector first = read.selectors().get(0);
    assertThat(first.function()).isEqualTo("rate");
    assertThat(first.range()).isEqualTo("$__rate_interval");
    assertThat(first.matches())
        .extracting(Expression.Match::plain)
        .containsExactly("p|q", "by (z)");
    assertThat(read.selectors().get(1).function()).isEqualTo("max");
  }

  private static ObjectNode variable(JsonNode board, int index) {
    return (ObjectNode) board.at("/templating/list/" + index);
  }

  private static ObjectNode query(JsonNode board) {
    return (ObjectNode) variable(board, 1).path("query");
  }

  private static void object(ObjectNode parent, String name) {
    parent.putObject(name);
  }

  private static int row(JsonNode board) {
    return board.at("/panels/0/id").asInt();
  }

  /** The first panel, which stands under a row. */
  private static ObjectNode panel(JsonNode board) {
    return (ObjectNode) board.at("/panels/1");
  }

  private static ObjectNode defaults(JsonNode board) {
    return (ObjectNode) panel(board).at("/fieldConfig/defaults");
  }

  private static void expr(JsonNode board, String expr) {
    ArrayNode targets = (ArrayNode) panel(board).path("targets");
    List.of((ObjectNode) targets.get(0)).forEach(target -> target.put("expr", expr));
  }
}
