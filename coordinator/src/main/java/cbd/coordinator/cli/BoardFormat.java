package cbd.coordinator.cli;

import cbd.coordinator.cli.client.Json;
import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.leaderboard.LeaderboardMarkdown;
import cbd.coordinator.leaderboard.LeaderboardTable;

/** How a leaderboard is printed. */
enum BoardFormat {
  /** Aligned, for people. */
  TABLE,
  /** RFC 4180; scores as fractions in full precision. */
  CSV,
  /** The same as the API's; scores as fractions in full precision. */
  JSON,
  /** Markdown, for a README or an issue. */
  MD;

  /** Ends with a line break. */
  String text(SweepBoard board) {
    return switch (this) {
      case TABLE -> LeaderboardTable.text(board.board());
      case CSV -> LeaderboardTable.csv(board.board());
      case JSON -> Json.write(board.view()) + "\n";
      case MD -> LeaderboardMarkdown.of(board.board());
    };
  }
}
