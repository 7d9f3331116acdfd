package cbd.coordinator.cli;

import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.leaderboard.LeaderboardMarkdown;
import cbd.coordinator.leaderboard.LeaderboardRow;
import cbd.coordinator.leaderboard.LeaderboardTable;
import cbd.coordinator.leaderboard.Mark;
import cbd.coordinator.leaderboard.Statistic;
import cbd.text.JsonText;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.text.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a leaderboard is printed. */
enum BoardFormat {
  /** Aligned, for people. */
  TABLE {
    @Override
    String text(Leaderboard board) {
      return LeaderboardTable.text(board);
    }
  },
  /** RFC 4180; scores as fractions in full precision. */
  CSV {
    @Override
    String text(Leaderboard board) {
      return LeaderboardTable.csv(board);
    }
  },
  /** Every row with its whole configuration; scores as fractions in full precision. */
  JSON {
    @Override
    String text(Leaderboard board) {
      List<Tree> rows = board.rows().stream().map(BoardFormat::tree).toList();
      return JsonText.pretty(Tree.Mapping.of(Map.of("rows", Tree.Sequence.of(rows))));
    }
  },
  /** A table for a README or an issue. */
  MD {
    @Override
    String text(Leaderboard board) {
      return LeaderboardMarkdown.of(board);
    }
  };

  /** Ends with a line break. */
  abstract String text(Leaderboard board);

  private static Tree tree(LeaderboardRow row) {
    Map<String, Tree> tree = new LinkedHashMap<>();
    tree.put("dataset", Tree.Scalar.of(row.dataset()));
    tree.put("model", Tree.Scalar.of(row.model()));
    tree.put("attack", Tree.Scalar.of(row.attack()));
    tree.put("poisonRate", Tree.Scalar.of(row.poisonRate()));
    tree.put("defense", Tree.Scalar.of(row.defense()));
    tree.put("settings", Tree.Scalar.of(row.settings()));
    tree.put("rank", number(row.rank()));
    tree.put("n", number(row.n()));
    tree.put("total", number(row.total()));
    tree.put("failed", number(row.failed()));
    tree.put("cancelled", number(row.cancelled()));
    tree.put("open", number(row.open()));
    tree.put("cleanAccuracy", tree(row.cleanAccuracy()));
    tree.put("attackSuccessRate", tree(row.attackSuccessRate()));
    tree.put("robustAccuracy", tree(row.robustAccuracy()));
    tree.put(
        "marks",
        Tree.Sequence.of(
            row.marks().stream()
                .sorted()
                .map((Mark mark) -> (Tree) Tree.Scalar.of(Words.of(mark)))
                .toList()));
    tree.put("spec", RecordWriter.tree(row.spec()));
    return Tree.Mapping.of(tree);
  }

  private static Tree tree(Statistic statistic) {
    Map<String, Tree> tree = new LinkedHashMap<>();
    tree.put("mean", Tree.Scalar.of(statistic.mean()));
    tree.put("sd", Tree.Scalar.of(statistic.sd()));
    tree.put("ci95", Tree.Scalar.of(statistic.ci95()));
    return Tree.Mapping.of(tree);
  }

  private static Tree number(@Nullable Integer number) {
    return Tree.Scalar.of(number == null ? null : number.longValue());
  }
}
