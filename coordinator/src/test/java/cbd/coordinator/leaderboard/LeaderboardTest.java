package cbd.coordinator.leaderboard;

import static cbd.coordinator.leaderboard.Entrants.NONE;
import static cbd.coordinator.leaderboard.Entrants.badNets;
import static cbd.coordinator.leaderboard.Entrants.cbd;
import static cbd.coordinator.leaderboard.Entrants.ranked;
import static cbd.coordinator.leaderboard.Entrants.spec;
import static cbd.coordinator.leaderboard.Entrants.succeeded;
import static cbd.coordinator.leaderboard.Entrants.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Attack;
import cbd.domain.Scores;
import cbd.domain.TrialResult;
import cbd.domain.TrialState;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderboardTest {
  private static final Attack ATTACK = badNets(0.1);

  @Test
  void oneCellIsWhatDiffersInTheRepeatAlone() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.62, 0.98, 0.01),
            succeeded(spec(ATTACK, NONE, 12, 1), 0.66, 1.00, 0.03),
            without(spec(ATTACK, NONE, 12, 2), TrialState.FAILED),
            without(spec(ATTACK, NONE, 12, 3), TrialState.CANCELLED),
            without(spec(ATTACK, NONE, 12, 4), TrialState.LEASED),
            without(spec(ATTACK, NONE, 12, 5), TrialState.COOLING_DOWN));
    assertThat(board.rows()).hasSize(1);
    LeaderboardRow row = board.rows().get(0);
    assertThat(row.n()).isEqualTo(2);
    assertThat(row.total()).isEqualTo(6);
    assertThat(row.failed()).isEqualTo(1);
    assertThat(row.cancelled()).isEqualTo(1);
    assertThat(row.open()).isEqualTo(2);
    assertThat(row.cleanAccuracy().mean()).isCloseTo(0.64, within(1e-12));
    assertThat(row.attackSuccessRate().mean()).isCloseTo(0.99, within(1e-12));
    assertThat(row.score(Measure.ROBUST_ACCURACY).mean()).isCloseTo(0.02, within(1e-12));
    assertThat(row.spec()).isEqualTo(spec(ATTACK, NONE, 12, 0));
    assertThat(List.of(row.dataset(), row.model(), row.attack(), row.defense()))
        .containsExactly("cifar10", "wrn-16-1", "badnets", "none");
    assertThat(row.settings()).isEmpty();
  }

  @Test
  void countsWhatWasStoppedEarlyAndRanksNoneOfItsNumbers() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.62, 0.98, 0.01),
            succeeded(spec(ATTACK, cbd(1, 0.01), 12, 0), 0.60, 0.05, 0.5),
            without(spec(ATTACK, cbd(1, 0.01), 12, 1), TrialState.STOPPED),
            without(spec(ATTACK, cbd(2, 0.01), 12, 0), TrialState.STOPPED));

    LeaderboardRow some = board.rows().get(1);
    assertThat(some.n()).isEqualTo(1);
    assertThat(some.stopped()).isEqualTo(1);
    assertThat(some.open()).isZero();
    assertThat(some.marks()).contains(Mark.SURVIVORS);
    LeaderboardRow none = board.rows().get(2);
    assertThat(none.rank()).isNull();
    assertThat(none.stopped()).isEqualTo(1);
    assertThat(none.marks()).doesNotContain(Mark.SURVIVORS);
    assertThat(LeaderboardTable.text(board))
        .contains("survivors only, 1 stopped early")
        .contains("\"survivors only\": some of its repeats were stopped early");
  }

  @Test
  void ranksByAsrThenCaAndPutsTheReferenceFirst() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, cbd(1, 0.01), 12, 0), 0.60, 0.30, 0.5),
            succeeded(spec(ATTACK, cbd(2, 0.01), 12, 0), 0.52, 0.07, 0.5),
            succeeded(spec(ATTACK, cbd(3, 0.01), 12, 0), 0.55, 0.07, 0.5),
            without(spec(ATTACK, cbd(4, 0.01), 12, 0), TrialState.FAILED),
            succeeded(spec(ATTACK, NONE, 12, 0), 0.64, 0.99, 0.0));
    assertThat(ranks(board)).containsExactly("- none", "1 t1=3", "2 t1=2", "3 t1=1", "- t1=4");
  }

  @Test
  void ranksEachAttackOnItsOwnInSweepOrder() {
    Leaderboard board =
        ranked(
            succeeded(spec(badNets(0.2), cbd(4, 0.01), 12, 0), 0.50, 0.50, 0.3),
            succeeded(spec(badNets(0.1), cbd(4, 0.01), 12, 0), 0.50, 0.10, 0.3),
            succeeded(spec(badNets(0.2), NONE, 12, 0), 0.60, 1, 0));
    assertThat(board.rows())
        .extracting(row -> row.poisonRate() + " " + row.defense() + " " + row.rank())
        .containsExactly("0.2 none null", "0.2 cbd 1", "0.1 cbd 1");
  }

  @Test
  void marksAnAttackThatFailsWithoutAnyDefense() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.60, 0.949, 0),
            succeeded(spec(ATTACK, cbd(4, 0.01), 12, 0), 0.55, 0.02, 0.5),
            succeeded(spec(ATTACK, NONE, 24, 0), 0.60, 0.95, 0),
            succeeded(spec(ATTACK, cbd(4, 0.01), 24, 0), 0.55, 0.03, 0.5),
            succeeded(spec(ATTACK, cbd(4, 0.01), 36, 0), 0.55, 0.04, 0.5));
    assertThat(board.rows())
        .extracting(row -> row.defense() + " " + row.settings() + " " + row.marks())
        .containsExactly(
            "none epochs=12 [ATTACK_FAILED]",
            "none epochs=24 []",
            "cbd epochs=12 [ATTACK_FAILED]",
            "cbd epochs=24 []",
            "cbd epochs=36 [ATTACK_UNCHECKED]");
  }

  @Test
  void comparesNothingWithAReferenceThatLearnedNothing() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.144, 1, 0),
            succeeded(spec(ATTACK, cbd(4, 0.01), 12, 0), 0.50, 0.02, 0.5),
            succeeded(spec(ATTACK, NONE, 24, 0), 0.146, 1, 0),
            succeeded(spec(ATTACK, cbd(4, 0.01), 24, 0), 0.50, 0.03, 0.5));
    assertThat(board.rows())
        .extracting(
            row ->
                row.settings()
                    + " "
                    + row.marks()
                    + " "
                    + row.score(Measure.DEFENSE_EFFECTIVENESS).n())
        .containsExactly(
            "epochs=12 [REFERENCE_AT_CHANCE] 0",
            "epochs=24 [] 0",
            "epochs=12 [REFERENCE_AT_CHANCE] 0",
            "epochs=24 [] 1");
    assertThat(board.notes()).anyMatch(note -> note.startsWith("\"reference at chance\": "));
  }

  @Test
  void withoutPoisonNoAttackCanFail() {
    Leaderboard board = ranked(succeeded(spec(badNets(0), NONE, 12, 0), 0.60, 0.02, 0.5));
    assertThat(board.rows().get(0).marks()).isEmpty();
  }

  @Test
  void warnsOfIntervalsOverTwoRepeatsWhereThereAreSome() {
    Entrant first = succeeded(spec(badNets(0.1), NONE, 12, 0), 0.5, 1, 0);
    Entrant second = succeeded(spec(badNets(0.1), NONE, 12, 1), 0.5, 1, 0);
    Entrant third = succeeded(spec(badNets(0.1), NONE, 12, 2), 0.5, 1, 0);

    assertThat(ranked(first).notes()).doesNotContain(Leaderboard.OF_TWO);
    assertThat(ranked(first, second).notes()).contains(Leaderboard.OF_TWO);
    assertThat(ranked(first, second, third).notes()).doesNotContain(Leaderboard.OF_TWO);
  }

  @Test
  void aNetworkThatLearnedNothingDoesNotWin() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.60, 1, 0),
            succeeded(spec(ATTACK, cbd(1, 0.01), 12, 0), 0.39, 0.00, 0.1),
            succeeded(spec(ATTACK, cbd(2, 0.01), 12, 0), 0.41, 0.20, 0.4));
    assertThat(ranks(board)).containsExactly("- none", "1 t1=2", "2 t1=1");
    assertThat(board.rows().get(2).marks()).containsExactly(Mark.COLLAPSED);
    assertThat(board.rows().get(1).marks()).isEmpty();
  }

  @Test
  void withoutAReferenceTheBestCleanAccuracyIsTheMeasure() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, cbd(1, 0.01), 12, 0), 0.10, 0.00, 0.1),
            succeeded(spec(ATTACK, cbd(2, 0.01), 12, 0), 0.50, 0.20, 0.4));
    assertThat(ranks(board)).containsExactly("1 t1=2", "2 t1=1");
    assertThat(board.rows().get(1).marks())
        .containsExactlyInAnyOrder(Mark.COLLAPSED, Mark.ATTACK_UNCHECKED);
  }

  @Test
  void ratesADefenseByWhatItClosesAndWhatItCosts() {
    // method.md §5.1: CA .90 → .87, ASR 1.00 → .03 gives .97.
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.90, 1.00, 0),
            succeeded(spec(ATTACK, cbd(4, 0.01), 12, 0), 0.87, 0.03, 0.8));

    assertThat(der(board, 1).mean()).isCloseTo(0.97, within(1e-12));
    assertThat(der(board, 0).n()).as("nobody rates the reference").isZero();
  }

  @Test
  void aGainInAccuracyOrARiseOfTheAttackCountsAsNothing() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.80, 0.96, 0),
            succeeded(spec(ATTACK, cbd(4, 0.01), 12, 0), 0.90, 1.00, 0));

    assertThat(der(board, 1).mean()).isEqualTo(0.5);
  }

  @Test
  void pairsRepeatsBeforeItAverages() {
    Leaderboard board =
        ranked(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.90, 1.0, 0),
            succeeded(spec(ATTACK, NONE, 12, 1), 0.60, 1.0, 0),
            succeeded(spec(ATTACK, cbd(4, 0.01), 12, 0), 0.60, 0.0, 0.8),
            succeeded(spec(ATTACK, cbd(4, 0.01), 12, 1), 0.90, 0.0, 0.8),
            succeeded(spec(ATTACK, cbd(4, 0.01), 12, 2), 0.90, 0.0, 0.8));

    // Repeat 0: (1 − .3 + 1) / 2; repeat 1: (1 − 0 + 1) / 2; repeat 2 has no twin.
    assertThat(der(board, 1).n()).isEqualTo(2);
    assertThat(der(board, 1).mean()).isCloseTo((0.85 + 1) / 2, within(1e-12));
    assertThat(LeaderboardTable.text(board)).contains("DER of 2");
  }

  @Test
  void findsTheTwinInAnotherSweep() {
    Entrant defended = succeeded(spec(ATTACK, cbd(4, 0.01), 12, 0), 0.87, 0.03, 0.8);
    List<Entrant> elsewhere =
        List.of(
            succeeded(spec(ATTACK, NONE, 12, 0), 0.90, 1.00, 0),
            succeeded(spec(ATTACK, NONE, 24, 0), 0.95, 0.10, 0),
            succeeded(spec(ATTACK, cbd(5, 0.01), 12, 0), 0.10, 0.10, 0));
    Leaderboard board = Leaderboard.of(List.of(defended), elsewhere);

    assertThat(board.rows()).as("only the sweep's own cells").hasSize(1);
    assertThat(der(board, 0).mean()).isCloseTo(0.97, within(1e-12));
    assertThat(board.rows().get(0).marks()).isEmpty();
  }

  @Test
  void countsATrialOfTwoSweepsOnce() {
    Entrant undefended = succeeded(spec(ATTACK, NONE, 12, 0), 0.90, 0.93, 0);
    Entrant repeated = succeeded(spec(ATTACK, NONE, 12, 1), 0.90, 0.98, 0);
    Leaderboard board = Leaderboard.of(List.of(undefended), List.of(undefended, repeated));

    // (.93 + .98) / 2 is enough; with the first one counted twice it would not be.
    assertThat(board.rows().get(0).marks()).isEmpty();
    assertThat(board.rows().get(0).n()).as("the sweep's own").isEqualTo(1);
  }

  @Test
  void passesOverWhatAnOlderResultDidNotMeasure() {
    Entrant older = succeeded(spec(ATTACK, NONE, 12, 0), 0.90, 1, 0);
    Scores scores = older.result().scores();
    Scores lacking =
        new Scores(
            scores.cleanAccuracy(),
            scores.attackSuccessRate(),
            scores.robustAccuracy(),
            Double.NaN);
    TrialResult result = new TrialResult(lacking, 60, older.result().provenance());
    LeaderboardRow row =
        ranked(
                new Entrant(older.spec(), TrialState.SUCCEEDED, result),
                succeeded(spec(ATTACK, NONE, 12, 1), 0.80, 1, 0))
            .rows()
            .get(0);

    assertThat(row.n()).isEqualTo(2);
    assertThat(row.score(Measure.CLEAN_ACCURACY_NON_TARGET).n()).isEqualTo(1);
    assertThat(row.score(Measure.CLEAN_ACCURACY_NON_TARGET).mean()).isEqualTo(0.80);
  }

  @Test
  void aResultBelongsToSuccessAlone() {
    assertThatThrownBy(() -> without(spec(ATTACK, NONE, 12, 0), TrialState.SUCCEEDED))
        .hasMessageContaining("SUCCEEDED without a result");
  }

  private static Statistic der(Leaderboard board, int row) {
    return board.rows().get(row).score(Measure.DEFENSE_EFFECTIVENESS);
  }

  private static List<String> ranks(Leaderboard board) {
    return board.rows().stream()
        .map(
            row ->
                (row.rank() == null ? "-" : row.rank())
                    + " "
                    + (row.settings().isEmpty() ? row.defense() : row.settings()))
        .toList();
  }
}
