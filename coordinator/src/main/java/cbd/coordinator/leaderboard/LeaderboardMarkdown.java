package cbd.coordinator.leaderboard;

import java.util.List;
import java.util.stream.Collectors;

/** A leaderboard as a Markdown table, for a README, an issue or a paper's notes. */
public final class LeaderboardMarkdown {
  private LeaderboardMarkdown() {}

  /** The columns of {@link LeaderboardTable#text}, the rules below as a list. */
  public static String of(Leaderboard board) {
    boolean settings = LeaderboardTable.hasSettings(board);
    List<String> heads = LeaderboardTable.heads(settings);
    StringBuilder text = new StringBuilder();
    text.append(line(heads.stream().map(TextTable::title).toList()));
    text.append(line(heads.stream().map(head -> head.endsWith(">") ? "---:" : "---").toList()));
    board.rows().forEach(row -> text.append(line(LeaderboardTable.cells(row, settings))));
    text.append('\n');
    board.notes().forEach(note -> text.append("* ").append(note).append('\n'));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
