package cbd.coordinator.leaderboard;

import static cbd.coordinator.leaderboard.Entrants.NONE;
import static cbd.coordinator.leaderboard.Entrants.badNets;
import static cbd.coordinator.leaderboard.Entrants.cbd;
import static cbd.coordinator.leaderboard.Entrants.spec;
import static cbd.coordinator.leaderboard.Entrants.succeeded;
import static cbd.coordinator.leaderboard.Entrants.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Attack;
import cbd.domain.TrialState;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderboardTest {
  private static final Attack ATTACK = badNets(0.1);

  @Test
  void oneCellIsWhatDiffersInTheRepeatAlone() {
    Leaderboard board =
        Leaderboard.of(
            List.of(
                succeeded(spec(ATTACK, NONE, 12, 0), 0.62, 0.98, 0.01),
                succeeded(spec(ATTACK, NONE, 12, 1), 0.66, 1.00, 0.03),
                without(spec(ATTACK, NONE, 12, 2), TrialState.FAILED),
                without(spec(ATTACK, NONE, 12, 3), TrialState.CANCELLED),
                without(spec(ATTACK, NONE, 12, 4), TrialState.LEASED),
                without(spec(ATTACK, NONE, 12, 5), TrialState.COOLING_DOWN)));
    assertThat(board.rows()).hasSize(1);
    LeaderboardRow row = board.rows().get(0);
    assertThat(row.n()).isEqualTo(2);
    assertThat(row.total()).isEqualTo(6);
    assertThat(row.failed()).isEqualTo(1);
    assertThat(row.cancelled()).isEqualTo(1);
    assertThat(row.open()).isEqualTo(2);
    assertThat(row.cleanAccuracy().mean()).isCloseTo(0.64, within(1e-12));
    assertThat(row.attackSuccessRate().mean()).isCloseTo(0.99, within(1e-12));
    assertThat(row.robustAccuracy().mean()).isCloseTo(0.02, within(1e-12));
    assertThat(row.spec()).isEqualTo(spec(ATTACK, NONE, 12, 0));
    assertThat(List.of(row.dataset(), row.model(), row.attack(), row.defense()))
        .containsExactly("cifar10", "wrn-16-1", "badnets", "none");
    assertThat(row.settings()).isEmpty();
  }

  @Test
  void ranksByAsrThenCaAndPutsTheReferenceFirst() {
    Leaderboard board =
        Leaderboard.of(
            List.of(
                succeeded(spec(ATTACK, cbd(1, 0.01), 12, 0), 0.60, 0.30, 0.5),
                succeeded(spec(ATTACK, cbd(2, 0.01), 12, 0), 0.52, 0.07, 0.5),
                succeeded(spec(ATTACK, cbd(3, 0.01), 12, 0), 0.55, 0.07, 0.5),
                without(spec(ATTACK, cbd(4, 0.01), 12, 0), TrialState.FAILED),
                succeeded(spec(ATTACK, NONE, 12, 0), 0.64, 0.99, 0.0)));
    assertThat(ranks(board)).containsExactly("- none", "1 t1=3", "2 t1=2", "3 t1=1", "- t1=4");
  }

  @Test
  void ranksEachAttackOnItsOwnInSweepOrder() {
    Leaderboard board =
        Leaderboard.of(
            List.of(
                succeeded(spec(badNets(0.2), cbd(4, 0.01), 12, 0), 0.50, 0.50, 0.3),
                succeeded(spec(badNets(0.1), cbd(4, 0.01), 12, 0), 0.50, 0.10, 0.3),
                succeeded(spec(badNets(0.2), NONE, 12, 0), 0.60, 1, 0)));
    assertThat(board.rows())
        .extracting(row -> row.poisonRate() + " " + row.defense() + " " + row.rank())
        .containsExactly("0.2 none null", "0.2 cbd 1", "0.1 cbd 1");
  }

  @Test
  void marksAnAttackThatFailsWithoutAnyDefense() {
    Leaderboard board =
        Leaderboard.of(
            List.of(
                succeeded(spec(ATTACK, NONE, 12, 0), 0.60, 0.949, 0),
                succeeded(spec(ATTACK, cbd(4, 0.01), 12, 0), 0.55, 0.02, 0.5),
                succeeded(spec(ATTACK, NONE, 24, 0), 0.60, 0.95, 0),
                succeeded(spec(ATTACK, cbd(4, 0.01), 24, 0), 0.55, 0.03, 0.5),
                succeeded(spec(ATTACK, cbd(4, 0.01), 36, 0), 0.55, 0.04, 0.5)));
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
  void withoutPoisonNoAttackCanFail() {
    Leaderboard board =
        Leaderboard.of(List.of(succeeded(spec(badNets(0), NONE, 12, 0), 0.60, 0.02, 0.5)));
    assertThat(board.rows().get(0).marks()).isEmpty();
  }

  @Test
  void aNetworkThatLearnedNothingDoesNotWin() {
    Leaderboard board =
        Leaderboard.of(
            List.of(
                succeeded(spec(ATTACK, NONE, 12, 0), 0.60, 1, 0),
                succeeded(spec(ATTACK, cbd(1, 0.01), 12, 0), 0.39, 0.00, 0.1),
                succeeded(spec(ATTACK, cbd(2, 0.01), 12, 0), 0.41, 0.20, 0.4)));
    assertThat(ranks(board)).containsExactly("- none", "1 t1=2", "2 t1=1");
    assertThat(board.rows().get(2).marks()).containsExactly(Mark.CLEAN_ACCURACY_LOST);
    assertThat(board.rows().get(1).marks()).isEmpty();
  }

  @Test
  void withoutAReferenceTheBestCleanAccuracyIsTheMeasure() {
    Leaderboard board =
        Leaderboard.of(
            List.of(
                succeeded(spec(ATTACK, cbd(1, 0.01), 12, 0), 0.10, 0.00, 0.1),
                succeeded(spec(ATTACK, cbd(2, 0.01), 12, 0), 0.50, 0.20, 0.4)));
    assertThat(ranks(board)).containsExactly("1 t1=2", "2 t1=1");
    assertThat(board.rows().get(1).marks())
        .containsExactlyInAnyOrder(Mark.CLEAN_ACCURACY_LOST, Mark.ATTACK_UNCHECKED);
  }

  @Test
  void aResultBelongsToSuccessAlone() {
    assertThatThrownBy(() -> without(spec(ATTACK, NONE, 12, 0), TrialState.SUCCEEDED))
        .hasMessageContaining("SUCCEEDED without a result");
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
