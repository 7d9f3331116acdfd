package cbd.coordinator.cli.export;

import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Statistic;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Attack × defense as two coloured tables, ASR and CA, in one HTML page that needs nothing else:
 * neither scripts nor pictures. Colour says again what the numbers say.
 */
final class HeatMap {
  /** How much of the full colour the highest value gets, so that black text stays readable. */
  private static final double STRONGEST = 0.6;

  private static final String STYLE =
      """
      :root { color-scheme: light; }
      body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; background: #fff; color: #111; }
      table { border-collapse: collapse; margin: 1rem 0 2rem; }
      caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
      th, td { border: 1px solid #767676; padding: .4rem .7rem; text-align: left; }
      td { text-align: right; font-variant-numeric: tabular-nums; }
      td small { display: block; }
      """;

  private HeatMap() {}

  /** The page. */
  static String html(Views.LeaderboardView board) {
    String title = Markup.escaped(board.sweep()) + ": attacks × defenses";
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <h1>%1$s</h1>
        <p>In percent: the mean over n seeds ± the half-width of its 95 %% confidence interval.
        Deeper colour is a higher number.</p>
        %3$s%4$s<ul>
        %5$s</ul>
        </body>
        </html>
        """
        .formatted(
            title,
            STYLE,
            table(
                board.rows(),
                "ASR %: attack success rate; the lower, the better the defense",
                Views.RowView::attackSuccessRate,
                "213, 94, 0"),
            table(
                board.rows(),
                "CA %: clean accuracy; the higher, the less the defense costs",
                Views.RowView::cleanAccuracy,
                "0, 114, 178"),
            board.rules().stream()
                .map(rule -> "<li>" + Markup.escaped(rule) + "</li>\n")
                .collect(Collectors.joining()));
  }

  /**
   * One table.
   *
   * @param colour of the value 1: red, green and blue, 0..255
   */
  private static String table(
      List<Views.RowView> rows,
      String caption,
      Function<Views.RowView, Statistic> score,
      String colour) {
    CellNames names = CellNames.of(rows);
    Set<String> defenses = new LinkedHashSet<>();
    Map<String, Map<String, Views.RowView>> attacks = new LinkedHashMap<>();
    for (Views.RowView row : rows) {
      String defense = names.defense().apply(row);
      defenses.add(defense);
      attacks
          .computeIfAbsent(names.attack().apply(row), attack -> new LinkedHashMap<>())
          .put(defense, row);
    }
    StringBuilder html = new StringBuilder("<table>\n");
    html.append("<caption>")
        .append(caption)
        .append("</caption>\n<tr><th scope=\"col\">attack</th>");
    defenses.forEach(name -> html.append(head("col", name)));
    html.append("</tr>\n");
    attacks.forEach(
        (attack, cells) -> {
          html.append("<tr>").append(head("row", attack));
          defenses.forEach(defense -> html.append(cell(cells.get(defense), score, colour)));
          html.append("</tr>\n");
        });
    return html.append("</table>\n").toString();
  }

  private static String head(String scope, String name) {
    return "<th scope=\"" + scope + "\">" + Markup.escaped(name) + "</th>";
  }

  private static String cell(
      Views.@Nullable RowView row, Function<Views.RowView, Statistic> score, String colour) {
    if (row == null) {
      return "<td>not in the sweep</td>";
    }
    Statistic statistic = score.apply(row);
    if (statistic.mean() == null) {
      return row.open() > 0 ? "<td>not yet</td>" : "<td>no result</td>";
    }
    String marks =
        row.marks().stream()
            .map(mark -> "<small>⚠ " + Markup.escaped(mark) + "</small>")
            .collect(Collectors.joining());
    return "<td style=\"background: rgba("
        + colour
        + ", "
        + Percent.share(STRONGEST * statistic.mean())
        + ")\"><strong>"
        + Percent.of(statistic)
        + "</strong> n="
        + statistic.n()
        + marks
        + "</td>";
  }
}
