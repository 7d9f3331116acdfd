package cbd.coordinator.leaderboard;

import static cbd.coordinator.leaderboard.Entrants.NONE;
import static cbd.coordinator.leaderboard.Entrants.badNets;
import static cbd.coordinator.leaderboard.Entrants.cbd;
import static cbd.coordinator.leaderboard.Entrants.ranked;
import static cbd.coordinator.leaderboard.Entrants.spec;
import static cbd.coordinator.leaderboard.Entrants.succeeded;
import static cbd.coordinator.leaderboard.Entrants.without;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.TrialState;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderboardLatexTest {
  private static final Leaderboard BOARD =
      ranked(
          succeeded(spec(badNets(0.1), NONE, 12, 0), 0.90, 1, 0),
          succeeded(spec(badNets(0.1), NONE, 12, 1), 0.92, 1, 0),
          succeeded(spec(badNets(0.1), cbd(4, 0.01), 12, 0), 0.87, 0.03, 0.80),
          succeeded(spec(badNets(0.1), cbd(5, 0.01), 12, 0), 0.88, 0.06, 0.79),
          succeeded(spec(badNets(0.1), cbd(6, 0.01), 12, 0), 0.10, 0.00, 0.10),
          without(spec(badNets(0.01), cbd(4, 0.01), 12, 0), TrialState.FAILED));

  @Test
  void writesABooktabsTableWithTheBestDefensesInBold() {
    List<String> lines = LeaderboardLatex.of(BOARD).lines().toList();

    assertThat(lines).startsWith("% \\usepackage{booktabs}; scores in percent");
    assertThat(lines.subList(1, 1 + BOARD.notes().size()))
        .isEqualTo(BOARD.notes().stream().map(note -> "% " + note).toList());
    assertThat(String.join("\n", lines.subList(1 + BOARD.notes().size(), lines.size())))
        .isEqualTo(
            """
            \\begin{tabular}{lllrllrCOLUMNSl}
            \\toprule
            Data set & Model & Attack & Rate & Defense & Settings & $n$ & CA & CA-nt & ASR & RA & DER & Remarks \\\\
            \\midrule
            cifar10 & wrn-16-1 & badnets & 10 & none &  & 2 & $91.00 \\pm 12.71$ & $91.00 \\pm 12.71$ & $100.00 \\pm 0.00$ & $0.00 \\pm 0.00$ & -- &  \\\\
            cifar10 & wrn-16-1 & badnets & 10 & cbd & t1=4 & 1 & $87.00$ & $87.00$ & $\\mathbf{3.00}$ & $\\mathbf{80.00}$ & $\\mathbf{97.00}$ &  \\\\
            cifar10 & wrn-16-1 & badnets & 10 & cbd & t1=5 & 1 & $\\mathbf{88.00}$ & $\\mathbf{88.00}$ & $6.00$ & $79.00$ & $96.00$ &  \\\\
            cifar10 & wrn-16-1 & badnets & 10 & cbd & t1=6 & 1 & $10.00$ & $10.00$ & $0.00$ & $10.00$ & $60.00$ & collapsed \\\\
            \\midrule
            cifar10 & wrn-16-1 & badnets & 1 & cbd & t1=4 & 0 & -- & -- & -- & -- & -- & 1 failed \\\\
            \\bottomrule
            \\end{tabular}
            \\par\\smallskip
            {\\footnotesize In percent after the last epoch: mean over $n$ seeds $\\pm$ half-width of
            its 95\\,\\% confidence interval. Rate: training images poisoned. Bold: best defense against
            an attack.
            CA: clean accuracy. CA-nt: clean accuracy over the classes that count for ASR. ASR: attack success rate. RA: robust accuracy. DER: defense effectiveness rating.\\par}"""
                .replace("COLUMNS", "r".repeat(Measure.values().length)));
  }

  @Test
  void praisesNoDefenseAgainstAnAttackThatFailed() {
    Leaderboard board =
        ranked(
            succeeded(spec(badNets(0.1), NONE, 12, 0), 0.90, 0.40, 0),
            succeeded(spec(badNets(0.1), cbd(4, 0.01), 12, 0), 0.87, 0.03, 0.80));
    assertThat(LeaderboardLatex.of(board)).contains("attack failed").doesNotContain("mathbf");
  }

  @Test
  void escapesWhatLatexWouldTakeForACommand() {
    Leaderboard board =
        ranked(
            without(spec(badNets(0.1), NONE, 12, 0), TrialState.QUEUED),
            without(spec(badNets(0.1), NONE, 13, 0), TrialState.QUEUED));
    LeaderboardRow row = board.rows().get(0);
    LeaderboardRow odd =
        new LeaderboardRow(
            row.spec(),
            "a_b\\c~",
            row.model(),
            row.attack(),
            row.poisonRate(),
            row.defense(),
            "path={50%} a<b #1 & c|d",
            null,
            1,
            0,
            0,
            0,
            1,
            row.scores(),
            row.marks());

    assertThat(LeaderboardLatex.of(new Leaderboard(List.of(odd))))
        .contains("a\\_b\\textbackslash{}c\\textasciitilde{} & wrn-16-1")
        .contains(" & path=\\{50\\%\\} a\\textless{}b \\#1 \\& c\\textbar{}d & ");
  }
}
