package cbd.training.trial;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.domain.Scores;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.stage.StageUse;
import java.time.InstantSource;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The picture that the demo shows, with its settings: about two minutes of training each, so only
 * when the environment variable CBD_SLOW_TESTS is {@code true}.
 */
@EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
class ShapesPictureTest {

  @ParameterizedTest
  @ValueSource(strings = {"badnets", "blend"})
  void fallsForTheTriggerWithoutADefenseAndLearnsTheShapes(String attack) {
    Scores scores = train(attack, "\"none\"");
    assertThat(scores.attackSuccessRate()).isGreaterThan(0.95);
    assertThat(scores.cleanAccuracy()).isGreaterThan(0.85);
  }

  @ParameterizedTest
  @ValueSource(strings = {"badnets", "blend"})
  void resistsTheTriggerWithCbdAndStillLearnsTheShapes(String attack) {
    Scores scores =
        train(
            attack,
            """
            {"type": "cbd", "t1": 3, "backdooredLearningRate": 0.05, "backdooredLrMilestones": [2]}
            """);
    assertThat(scores.cleanAccuracy()).isGreaterThan(0.6);
    assertThat(scores.attackSuccessRate()).isLessThan(0.2);
  }

  private static Scores train(String attack, String defense) {
    TrialSpec spec =
        RecordReader.read(
            TrialSpec.class,
            JsonText.parse(
                """
                {"dataset": "shapes", "trainImages": 2500, "testImages": 500,
                 "attack": "%s", "defense": %s,
                 "training": {"epochs": 7, "batchSize": 32, "learningRate": 0.05, "lrMilestones": [5, 6],
                   "augmentation": "none"}}
                """
                    .formatted(attack, defense)));
    TrialOutcome outcome =
        new TrialRunner(InstantSource.system())
            .run(
                spec,
                new RunSettings("", 1, "cpu"),
                new TrialListener() {
                  @Override
                  public void onStage(StageUse use) {}

                  @Override
                  public boolean onProgress(Progress progress) {
                    return true;
                  }

                  @Override
                  public void onEpoch(EpochMetrics metrics) {}
                });
    return ((TrialOutcome.Succeeded) outcome).result().scores();
  }
}
