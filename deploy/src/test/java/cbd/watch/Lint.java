package cbd.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of Grafana's dashboard-linter (github.com/grafana/dashboard-linter), by their names
 * there, without exclusions, and a few of the house's own. Whether an expression is valid PromQL,
 * its rule {@code target-promql-rule}, only Prometheus can say: here it is that there is one.
 */
final class Lint {
  private static final Set<String> CURRENT_TYPES =
      Set.of("timeseries", "stat", "bargauge", "table", "state-timeline", "barchart");
  private static final Set<String> UNITS =
      Set.of(
          "none",
          "short",
          "percentunit",
          "bytes",
          "s",
          "dtdurations",
          "celsius",
          "watt",
          "watth",
          "h",
          "ops",
          "cps",
          "cpm",
          "reqps",
          "Bps",
          "bool_yes_no",
          "dateTimeAsIso",
          "dateTimeFromNow",
          "string",
          "percent",
          "ms");
  private static final Set<String> RATES = Set.of("rate", "irate");
  private static final Set<String> GROWTHS = Set.of("rate", "irate", "increase");
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?:(.+),\\s*)?([a-z_]+)\\)");

  private final Board board;
  private final Map<String, List<String>> complaints = new TreeMap<>();

  private Lint(Board board) {
    this.board = board;
  }

  /** What a dashboard does wrong, by rule; empty if nothing. */
  static Map<String, List<String>> of(Board board) {
    Lint lint = new Lint(board);
    lint.variables();
    lint.whole();
    for (Panel panel : board.panels()) {
      lint.panel(panel);
      for (Panel.Target target : panel.targets()) {
        lint.target(panel, target);
      }
    }
    return lint.complaints;
  }

  private void require(boolean holds, String rule, Object where) {
    if (!holds) {
      complaints.computeIfAbsent(rule, name -> new ArrayList<>()).add(where.toString());
    }
  }

  private void variables() {
    JsonNode source = board.variable("datasource");
    require(
        source.path("type").asText().equals("datasource")
            && source.path("query").asText().equals("prometheus")
            && source.path("label").asText().equals("Data source"),
        "template-datasource-rule",
        source);
    for (String name : List.of("job", "instance")) {
      JsonNode variable = board.variable(name);
      String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      require(
          variable.path("type").asText().equals("query")
              && variable.path("label").asText().equals(title)
              && variable.path("multi").asBoolean()
              && variable.path("includeAll").asBoolean()
              && variable.path("allValue").asText().equals(".+"),
          "template-" + name + "-rule",
          variable);
    }
    for (JsonNode variable : board.variables()) {
      if (variable.path("type").asText().equals("query")) {
        require(
            variable.at("/datasource/uid").asText().equals("${datasource}"),
            "template-datasource-rule",
            variable);
        require(
            LABEL_VALUES.matcher(variable.at("/query/query").asText()).matches(),
            "template-label-promql-rule",
            variable);
        require(
            variable.path("refresh").asInt() == 2, "template-on-time-change-reload-rule", variable);
      }
    }
  }

  private void whole() {
    require(!board.json().path("editable").asBoolean(true), "uneditable-dashboard", board);
    require(!board.title().isBlank(), "house-title", board);
    require(!board.json().path("description").asText().isBlank(), "house-description", board);
    require(board.json().path("tags").toString().contains("\"cbd\""), "house-tag", board);
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : board.json().path("panels")) {
      require(ids.add(panel.path("id").asInt()), "house-one-id-each", panel.path("title"));
      JsonNode at = panel.path("gridPos");
      int right = at.path("x").asInt() + at.path("w").asInt();
      require(right <= 24 && at.path("w").asInt() > 0, "house-layout", panel.path("title"));
      for (int x = at.path("x").asInt(); x < right; x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          String cell = x + "/" + (at.path("y").asInt() + y);
          require(cells.add(cell), "house-layout", panel.path("title") + " at " + cell);
        }
      }
    }
  }

  private void panel(Panel panel) {
    JsonNode json = panel.json();
    require(
        json.at("/datasource/uid").asText().equals("${datasource}"),
        "panel-datasource-rule",
        panel);
    require(
        !panel.title().isBlank() && !json.path("description").asText().isBlank(),
        "panel-title-description-rule",
        panel);
    require(units(json).stream().allMatch(UNITS::contains), "panel-units-rule", panel);
    require(!panel.targets().isEmpty(), "panel-no-targets-rule", panel);
    require(CURRENT_TYPES.contains(panel.type()), "house-current-panel-types", panel);
  }

  /** The panel's unit and those of its overrides; an empty one if it has none. */
  private static List<String> units(JsonNode panel) {
    List<String> units = new ArrayList<>();
    units.add(panel.at("/fieldConfig/defaults/unit").asText());
    for (JsonNode override : panel.at("/fieldConfig/overrides")) {
      for (JsonNode property : override.path("properties")) {
        if (property.path("id").asText().equals("unit")) {
          units.add(property.path("value").asText());
        }
      }
    }
    return units;
  }

  private void target(Panel panel, Panel.Target target) {
    String where = panel + " " + target.refId() + ": " + target.expr();
    Expression expression = Expression.of(target.expr());
    require(!expression.selectors().isEmpty(), "target-promql-rule", where);
    for (Expression.Selector selector : expression.selectors()) {
      String function = selector.function();
      require(
          !RATES.contains(function) || selector.range().equals("$__rate_interval"),
          "target-rate-interval-rule",
          where);
      require(has(selector, "job"), "target-job-rule", where);
      require(has(selector, "instance"), "target-instance-rule", where);
      require(
          !selector.metric().text().endsWith("_total") || GROWTHS.contains(function),
          "target-counter-agg-rule",
          where);
    }
    require(
        variables(target.expr()).stream().allMatch(this::isKnown), "house-known-variable", where);
  }

  private static boolean has(Expression.Selector selector, String label) {
    return selector.matches().stream()
        .anyMatch(
            match ->
                match.label().text().equals(label)
                    && match.operator().equals("=~")
                    && match.plain().equals("$" + label));
  }

  private boolean isKnown(String variable) {
    return variable.startsWith("__") || !board.variable(variable).isMissingNode();
  }

  private static List<String> variables(String expr) {
    Function<Matcher, List<String>> all =
        matcher -> matcher.results().map(found -> found.group(1)).toList();
    return all.apply(Pattern.compile("\\$\\{?(\\w+)").matcher(expr));
  }
}
