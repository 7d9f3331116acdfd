package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Phase;
import org.junit.jupiter.api.Test;

class VigilTest {
  private final Vigil vigil = new Vigil(new Silence(30, 20, 600));

  @Test
  void waitsTenMinutesForWhatNobodyHasSeenYet() {
    assertThat(secondsUntilItHangs()).isEqualTo(601);
  }

  @Test
  void waitsHalfAMinuteForARunnerThatTakesASecondAStep() {
    trainAnEpoch(Phase.FINAL, 1);
    assertThat(secondsUntilItHangs()).isEqualTo(31);
  }

  @Test
  void waitsTwentyTimesAsLongAsTheRunnersOwnLongestSilence() {
    trainAnEpoch(Phase.FINAL, 7);
    assertThat(secondsUntilItHangs()).isEqualTo(20 * 7 + 1);
  }

  @Test
  void learnsThePaceOfEachPhaseAnew() {
    trainAnEpoch(Phase.BACKDOORED, 1);
    vigil.sign(Phase.FINAL, "step 1");
    assertThat(secondsUntilItHangs()).as("no epoch of it was seen").isEqualTo(601);
  }

  @Test
  void saysWhatTheLastSignWas() {
    trainAnEpoch(Phase.FINAL, 2);
    vigil.sign(Phase.FINAL, "step 3 of epoch 2 of phase FINAL");
    String why = null;
    while (why == null) {
      why = vigil.tick().orElse(null);
    }
    assertThat(why)
        .isEqualTo(
            "gave no sign of life for 41 s after step 3 of epoch 2 of phase FINAL, though its"
                + " longest silence in this phase was 2 s");
  }

  @Test
  void takesEverySignForLife() {
    trainAnEpoch(Phase.FINAL, 1);
    for (int i = 0; i < 100; i++) {
      pass(25);
      assertThat(vigil.tick()).isEmpty();
      vigil.signOfPreparation("reading images");
    }
  }

  @Test
  void givesAFileTheTimeThatFilesTake() {
    trainAnEpoch(Phase.FINAL, 1);
    vigil.signOfPreparation("keeping a checkpoint");
    assertThat(secondsUntilItHangs()).isEqualTo(601);
  }

  @Test
  void learnsNothingFromTheTimeThatAFileTook() {
    trainAnEpoch(Phase.FINAL, 1);
    vigil.signOfPreparation("keeping a checkpoint");
    pass(100);
    vigil.sign("Checkpointed");
    assertThat(secondsUntilItHangs()).isEqualTo(31);
  }

  private void trainAnEpoch(Phase phase, int secondsPerStep) {
    for (int step = 0; step < 5; step++) {
      vigil.sign(phase, "step " + step);
      pass(secondsPerStep);
    }
    vigil.epochDone(phase);
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      assertThat(vigil.tick()).isEmpty();
    }
  }

  private int secondsUntilItHangs() {
    int seconds = 1;
    while (vigil.tick().isEmpty()) {
      seconds++;
    }
    return seconds;
  }
}
