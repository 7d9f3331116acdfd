package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Json;
import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.leaderboard.LeaderboardLatex;
import cbd.coordinator.leaderboard.LeaderboardMarkdown;
import cbd.coordinator.leaderboard.LeaderboardTable;
import java.util.Locale;

/** How a leaderboard is printed; the same whether the coordinator made it or it was made here. */
enum BoardFormat {
  /** Aligned, for people. */
  TABLE,
  /** RFC 4180; scores as fractions in full precision. */
  CSV,
  /** The same as the API's; scores as fractions in full precision. */
  JSON,
  /** Markdown, for a README or an issue. */
  MD,
  /** A booktabs table, for a paper. */
  LATEX;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Ends with a line break. */
  String text(SweepBoard board) {
    return switch (this) {
      case TABLE -> LeaderboardTable.text(board.board());
      case CSV -> LeaderboardTable.csv(board.board());
      case JSON -> Json.write(board.view()) + "\n";
      case MD -> LeaderboardMarkdown.of(board.board());
      case LATEX -> LeaderboardLatex.of(board.board());
    };
  }

  /** The coordinator's, who knows the undefended trials of other sweeps as well. */
  String ask(CoordinatorClient client, String sweep) {
    return switch (this) {
      case TABLE -> client.leaderboard(sweep, "text");
      case CSV -> client.leaderboard(sweep, "csv");
      case JSON -> Json.write(client.leaderboard(sweep)) + "\n";
      case MD -> client.leaderboard(sweep, "md");
      case LATEX -> client.leaderboard(sweep, "latex");
    };
  }
}
