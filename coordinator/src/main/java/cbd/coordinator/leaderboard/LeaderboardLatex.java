package cbd.coordinator.leaderboard;

import cbd.text.Percent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A leaderboard as a LaTeX table for a paper, with the package booktabs: percentages with their
 * confidence intervals, the best defense against each attack in bold, what the abbreviations mean
 * below, the rules as comments.
 */
public final class LeaderboardLatex {
  private static final Map<Character, String> ESCAPES =
      Map.of(
          '\\', "\\textbackslash{}",
          '~', "\\textasciitilde{}",
          '^', "\\textasciicircum{}",
          '<', "\\textless{}",
          '>', "\\textgreater{}",
          '|', "\\textbar{}");

  private static final String ESCAPED = "&%$#_{}";

  private LeaderboardLatex() {}

  /** A {@code tabular} and a legend; the caption around them is the author's. */
  public static String of(Leaderboard board) {
    boolean settings = LeaderboardTable.hasSettings(board);
    List<String> heads = new ArrayList<>(List.of("Data set", "Model", "Attack", "Rate", "Defense"));
    heads.addAll(settings ? List.of("Settings", "$n$") : List.of("$n$"));
    Stream.of(Measure.values()).forEach(measure -> heads.add(measure.title()));
    heads.add("Remarks");
    StringBuilder text = new StringBuilder("% \\usepackage{booktabs}; scores in percent\n");
    board.notes().forEach(note -> text.append("% ").append(note).append('\n'));
    text.append("\\begin{tabular}{lllrl").append(settings ? "lr" : "r");
    text.append("r".repeat(Measure.values().length)).append("l}\n\\toprule\n");
    text.append(line(heads));
    for (List<LeaderboardRow> group : groups(board)) {
      text.append("\\midrule\n");
      Map<Measure, Double> best = best(group);
      group.forEach(row -> text.append(line(cells(row, settings, best))));
    }
    return text.append("\\bottomrule\n\\end{tabular}\n").append(legend()).toString();
  }

  /** A paragraph in small letters. */
  private static String legend() {
    String measures =
        Stream.of(Measure.values())
            .map(measure -> measure.title() + ": " + measure.words() + ".")
            .collect(Collectors.joining(" "));
    return """
        \\par\\smallskip
        {\\footnotesize In percent after the last epoch: mean over $n$ seeds $\\pm$ half-width of
        its 95\\,\\% confidence interval. Rate: training images poisoned. Bold: best defense against
        an attack.
        %s\\par}
        """
        .replace("%s", measures);
  }

  private static Iterable<List<LeaderboardRow>> groups(Leaderboard board) {
    Map<Cell.Threat, List<LeaderboardRow>> groups = new LinkedHashMap<>();
    for (LeaderboardRow row : board.rows()) {
      Cell.Threat threat = new Cell(row.spec(), List.of()).threat();
      groups.computeIfAbsent(threat, key -> new ArrayList<>()).add(row);
    }
    return groups.values();
  }

  /** The best mean of each measure among the defenses that are ranked and can be believed. */
  private static Map<Measure, Double> best(List<LeaderboardRow> group) {
    Map<Measure, Double> best = new EnumMap<>(Measure.class);
    for (LeaderboardRow row : group) {
      if (competes(row)) {
        for (Measure measure : Measure.values()) {
          Double mean = row.score(measure).mean();
          if (mean != null) {
            best.merge(measure, mean, measure.lowIsGood() ? Math::min : Math::max);
          }
        }
      }
    }
    return best;
  }

  private static boolean competes(LeaderboardRow row) {
    return row.rank() != null
        && Collections.disjoint(
            row.marks(), Set.of(Mark.COLLAPSED, Mark.ATTACK_FAILED, Mark.REFERENCE_AT_CHANCE));
  }

  private static List<String> cells(
      LeaderboardRow row, boolean settings, Map<Measure, Double> best) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                escaped(row.dataset()),
                escaped(row.model()),
                escaped(row.attack()),
                Percent.exactly(row.poisonRate()),
                escaped(row.defense())));
    if (settings) {
      cells.add(escaped(row.settings()));
    }
    cells.add(String.valueOf(row.n()));
    for (Measure measure : Measure.values()) {
      Double mean = row.score(measure).mean();
      boolean bold = competes(row) && mean != null && mean.equals(best.get(measure));
      cells.add(score(row.score(measure), bold));
    }
    cells.add(escaped(LeaderboardTable.remarks(row)));
    return cells;
  }

  private static String score(Statistic score, boolean bold) {
    @Nullable Double mean = score.mean();
    if (mean == null) {
      return "--";
    }
    String number = bold ? "\\mathbf{" + percent(mean) + "}" : percent(mean);
    return "$" + number + (score.ci95() == null ? "" : " \\pm " + percent(score.ci95())) + "$";
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }

  private static String escaped(String text) {
    return text.chars()
        .mapToObj(each -> (char) each)
        .map(
            each ->
                ESCAPED.indexOf(each) >= 0
                    ? "\\" + each
                    : ESCAPES.getOrDefault(each, String.valueOf(each)))
        .collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return String.join(" & ", cells) + " \\\\\n";
  }
}
