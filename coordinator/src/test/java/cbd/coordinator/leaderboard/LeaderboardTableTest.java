package cbd.coordinator.leaderboard;

import static cbd.coordinator.leaderboard.Entrants.NONE;
import static cbd.coordinator.leaderboard.Entrants.badNets;
import static cbd.coordinator.leaderboard.Entrants.cbd;
import static cbd.coordinator.leaderboard.Entrants.ranked;
import static cbd.coordinator.leaderboard.Entrants.spec;
import static cbd.coordinator.leaderboard.Entrants.succeeded;
import static cbd.coordinator.leaderboard.Entrants.without;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderboardTableTest {
  private static final Leaderboard BOARD =
      ranked(
          succeeded(spec(badNets(0.1), NONE, 12, 0), 0.50, 0.99, 0),
          succeeded(spec(badNets(0.1), NONE, 12, 1), 0.52, 0.99, 0),
          succeeded(spec(badNets(0.1), NONE, 12, 2), 0.54, 0.99, 0),
          succeeded(spec(badNets(0.1), cbd(4, 0.01), 12, 0), 0.51, 0.0704, 0.6),
          without(spec(badNets(0.1), cbd(4, 0.01), 12, 1), TrialState.FAILED),
          without(spec(badNets(0.1), cbd(5, 0.01), 12, 0), TrialState.QUEUED),
          succeeded(spec(badNets(0.005), NONE, 12, 0), 0.60, 0.5, 0.3));

  @Test
  void alignsColumnsAndPrintsTheRules() {
    assertThat(LeaderboardTable.text(BOARD))
        .startsWith(
            """
            #  data set  model     attack   rate %  defense    n          CA %       CA-nt %         ASR %         RA %  DER %  settings  remarks
            -  cifar10   wrn-16-1  badnets      10  none       3  52.00 ± 4.97  52.00 ± 4.97  99.00 ± 0.00  0.00 ± 0.00      -
            1  cifar10   wrn-16-1  badnets      10  cbd      1/2         51.00         51.00          7.04        60.00  95.98  t1=4      1 failed
            -  cifar10   wrn-16-1  badnets      10  cbd      0/1             -             -             -            -      -  t1=5      1 open

            -  cifar10   wrn-16-1  badnets     0.5  none       1         60.00         60.00         50.00        30.00      -            attack failed

            """)
        .contains(Leaderboard.RULES)
        .contains("\"attack failed\": the undefended twin")
        .doesNotContain("collapsed");
  }

  @Test
  void leavesTheSettingsColumnOutWhenNothingDiffers() {
    Leaderboard board = ranked(succeeded(spec(badNets(0.1), NONE, 12, 0), 0.5, 1, 0));
    assertThat(LeaderboardTable.text(board)).doesNotContain("settings");
  }

  @Test
  void writesFractionsAsCommaSeparatedValues() {
    String[] lines = LeaderboardTable.csv(BOARD).split("\r\n", -1);
    assertThat(lines).hasSize(6);
    assertThat(lines[0])
        .isEqualTo(
            "dataset,model,attack,poison_rate,defense,settings,rank,n,total,failed,cancelled,stopped,open,"
                + "ca_mean,ca_sd,ca_ci95,"
                + "ca_non_target_mean,ca_non_target_sd,ca_non_target_ci95,asr_mean,asr_sd,asr_ci95,ra_mean,ra_sd,ra_ci95,der_mean,der_sd,der_ci95,marks");
    assertThat(lines[1]).startsWith("cifar10,wrn-16-1,badnets,0.1,none,,,3,3,0,0,0,0,0.52,0.02");
    assertThat(lines[2])
        .isEqualTo(
            "cifar10,wrn-16-1,badnets,0.1,cbd,t1=4,1,1,2,1,0,0,0,0.51,,,0.51,,,0.0704,,,0.6,,,0.9598,,,");
    assertThat(lines[3])
        .isEqualTo("cifar10,wrn-16-1,badnets,0.1,cbd,t1=5,,0,1,0,0,0,1,,,,,,,,,,,,,,,,");
    assertThat(lines[4]).endsWith(",attack failed");
    assertThat(lines[5]).isEmpty();
  }

  @Test
  void quotesFieldsThatHoldCommas() {
    Leaderboard board =
        ranked(
            without(milestones(List.of(6, 10)), TrialState.QUEUED),
            without(milestones(List.of(8)), TrialState.QUEUED));
    assertThat(LeaderboardTable.csv(board)).contains(",\"lrMilestones=[6,10]\",");
  }

  private static TrialSpec milestones(List<Integer> milestones) {
    TrialSpec spec = spec(badNets(0.1), NONE, 12, 0);
    Training training = spec.training();
    return new TrialSpec(
        spec.dataset(),
        spec.trainImages(),
        spec.testImages(),
        spec.model(),
        spec.attack(),
        spec.defense(),
        new Training(
            training.epochs(),
            training.batchSize(),
            training.learningRate(),
            milestones,
            training.lrGamma(),
            training.momentum(),
            training.weightDecay(),
            training.augmentation()),
        0);
  }
}
