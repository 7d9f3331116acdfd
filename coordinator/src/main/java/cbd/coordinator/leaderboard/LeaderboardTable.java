package cbd.coordinator.leaderboard;

import cbd.text.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A leaderboard as text: aligned for people, or comma-separated for programs. */
public final class LeaderboardTable {
  private LeaderboardTable() {}

  /**
   * Aligned columns, a blank line between groups, percentages with two decimals and their
   * confidence intervals; under them the rules and the marks that occur.
   */
  public static String text(Leaderboard board) {
    boolean settings = hasSettings(board);
    TextTable table = new TextTable(heads(settings).toArray(String[]::new));
    Cell.@Nullable Threat group = null;
    for (LeaderboardRow row : board.rows()) {
      Cell.Threat threat = new Cell(row.spec(), List.of()).threat();
      if (group != null && !group.equals(threat)) {
        table.gap();
      }
      group = threat;
      table.row(cells(row, settings));
    }
    return table + "\n" + String.join("\n", board.notes()) + "\n";
  }

  static boolean hasSettings(Leaderboard board) {
    return board.rows().stream().anyMatch(row -> !row.settings().isEmpty());
  }

  /** The columns' heads; those of numbers end with {@code >}. */
  static List<String> heads(boolean settings) {
    List<String> heads =
        new ArrayList<>(List.of("#>", "data set", "model", "attack", "rate %>", "defense", "n>"));
    Stream.of(Measure.values()).forEach(measure -> heads.add(measure.title() + " %>"));
    heads.addAll(settings ? List.of("settings", "remarks") : List.of("remarks"));
    return heads;
  }

  static List<String> cells(LeaderboardRow row, boolean settings) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                row.rank() == null ? "-" : row.rank().toString(),
                row.dataset(),
                row.model(),
                row.attack(),
                Percent.exactly(row.poisonRate()),
                row.defense(),
                row.n() == row.total() ? "" + row.n() : row.n() + "/" + row.total()));
    Stream.of(Measure.values()).forEach(measure -> cells.add(percent(row.score(measure))));
    if (settings) {
      cells.add(row.settings());
    }
    cells.add(remarks(row));
    return cells;
  }

  /** Marks and missing trials in words; empty when there is nothing to remark. */
  static String remarks(LeaderboardRow row) {
    Stream<String> marks = row.marks().stream().sorted().map(Mark::words);
    int pairs = row.score(Measure.DEFENSE_EFFECTIVENESS).n();
    Stream<String> counts =
        Stream.of(
            pairs == 0 || pairs == row.n() ? "" : "DER of " + pairs,
            row.failed() == 0 ? "" : row.failed() + " failed",
            row.cancelled() == 0 ? "" : row.cancelled() + " cancelled",
            row.stopped() == 0 ? "" : row.stopped() + " stopped early",
            row.open() == 0 ? "" : row.open() + " open");
    return Stream.concat(marks, counts)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String percent(Statistic statistic) {
    if (statistic.mean() == null) {
      return "-";
    }
    return percent(statistic.mean())
        + (statistic.ci95() == null ? "" : " ± " + percent(statistic.ci95()));
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }

  /**
   * Comma-separated values by RFC 4180, one line per row after a header; scores as fractions 0..1
   * in full precision, what does not exist as nothing.
   */
  public static String csv(Leaderboard board) {
    StringBuilder csv =
        new StringBuilder("dataset,model,attack,poison_rate,defense,settings,rank,");
    csv.append("n,total,failed,cancelled,stopped,open");
    for (Measure measure : Measure.values()) {
      String name = "," + measure.column();
      csv.append(name).append("_mean").append(name).append("_sd").append(name).append("_ci95");
    }
    csv.append(",marks\r\n");
    for (LeaderboardRow row : board.rows()) {
      Stream<@Nullable Object> head =
          Stream.of(
              row.dataset(),
              row.model(),
              row.attack(),
              row.poisonRate(),
              row.defense(),
              row.settings(),
              row.rank(),
              row.n(),
              row.total(),
              row.failed(),
              row.cancelled(),
              row.stopped(),
              row.open());
      Stream<@Nullable Object> scores =
          Stream.of(Measure.values())
              .map(row::score)
              .flatMap(each -> Stream.of(each.mean(), each.sd(), each.ci95()));
      String marks =
          row.marks().stream().sorted().map(Mark::words).collect(Collectors.joining("; "));
      csv.append(Csv.line(Stream.concat(Stream.concat(head, scores), Stream.of(marks)).toList()));
    }
    return csv.toString();
  }
}
