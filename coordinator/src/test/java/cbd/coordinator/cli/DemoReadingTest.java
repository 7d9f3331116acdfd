package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.domain.Defense;
import cbd.domain.TrialState;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReadingTest {

  @Test
  void saysWhatTheDefenseDid() {
    assertThat(read(0.912, 0.998, 0.88, 0.031))
        .contains("badnets on 10.0 % of the training images")
        .contains("CA 91.2 % and ASR 99.8 %")
        .contains("With cbd, on the same poisoned images, ASR is 3.1 % at CA 88.0 %.");
  }

  @Test
  void doesNotPraiseADefenseThatDidNotHelp() {
    assertThat(read(0.912, 0.998, 0.88, 0.8)).contains("it did not help");
  }

  @Test
  void doesNotPraiseANetworkThatLearnedNothing() {
    assertThat(read(0.912, 0.998, 0.1, 0)).contains("lost too much accuracy");
  }

  @Test
  void saysWhenTheAttackItselfFailed() {
    assertThat(read(0.912, 0.3, 0.88, 0.03))
        .contains("The attack itself did not work")
        .doesNotContain("With cbd");
  }

  private static String read(double ca, double asr, double defendedCa, double defendedAsr) {
    return String.join(
        "\n",
        DemoReading.of(
            Leaderboard.of(
                List.of(
                    entrant(new Defense.None(), ca, asr),
                    entrant(Trials.cbd(3, true), defendedCa, defendedAsr)),
                List.of())));
  }

  private static Entrant entrant(Defense defense, double ca, double asr) {
    return new Entrant(Trials.spec(0, defense), TrialState.SUCCEEDED, Trials.result(ca, asr));
  }
}
