package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import cbd.domain.Defense;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.TrialSpec;
import cbd.text.Setting;
import cbd.text.Settings;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.engine.TrainingEngine;
import cbd.training.network.FeatureNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of CBD is read by the trainer: another value gives another network. */
final class CbdSettingsTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");

  @AfterEach
  void close() {
    manager.close();
  }

  /**
   * A change of one setting.
   *
   * @param setting its path
   * @param before settings, as {@link Lessons#cbd} takes them
   * @param after the same with another value of this one
   */
  record Change(String setting, String before, String after) {
    @Override
    public String toString() {
      return setting + ": " + before + " → " + after;
    }
  }

  static Stream<Change> changes() {
    return Stream.of(
        new Change("preset", "{'preset': 'paper'}", "{'preset': 'official-code+disentangle'}"),
        new Change("preset", "{'preset': 'paper'}", "{'preset': 'official-code'}"),
        new Change("t1", "{}", "{'t1': 3}"),
        new Change("backdooredLearningRate", "{}", "{'backdooredLearningRate': 0.05}"),
        new Change("backdooredLrMilestones", "{}", "{'backdooredLrMilestones': [1]}"),
        new Change(
            "backdooredLrGamma",
            "{'backdooredLrMilestones': [1]}",
            "{'backdooredLrMilestones': [1], 'backdooredLrGamma': 0.5}"),
        new Change("backdooredLrBug", "{}", "{'backdooredLrBug': true}"),
        new Change("weights", "{}", "{'weights': 'uniform'}"),
        new Change("weightGamma", "{}", "{'weightGamma': 2}"),
        new Change("normalizeWeights", "{}", "{'normalizeWeights': false}"),
        new Change("embedL2", "{}", "{'embedL2': 0.1}"),
        new Change("disentangle", "{}", "{'disentangle': false}"),
        new Change("miWeight", "{}", "{'miWeight': 1}"),
        new Change("shuffle", "{}", "{'shuffle': 'randperm'}"),
        new Change("criticSchedule", "{}", "{'criticSchedule': 'per-batch'}"),
        new Change(
            "criticSchedule",
            "{'criticSchedule': 'per-batch'}",
            "{'criticSchedule': {'type': 'every-steps', 'steps': 2}}"),
        new Change(
            "criticSchedule.bnTrain",
            "{}",
            "{'criticSchedule': {'type': 'pass', 'bnTrain': false}}"),
        new Change(
            "criticSchedule.steps",
            "{'criticSchedule': 'every-steps'}",
            "{'criticSchedule': {'type': 'every-steps', 'steps': 2}}"),
        new Change("critic", "{}", "{'critic': {'scale': 10}}"),
        critic("scale", "'scale': 1"),
        critic("dropout", "'dropout': 0"),
        critic("learningRate", "'learningRate': 0.02"),
        critic("lrStep", "'lrStep': 1"),
        new Change(
            "critic.lrGamma",
            "{'critic': {'lrStep': 1}}",
            "{'critic': {'lrStep': 1, 'lrGamma': 0.5}}"),
        new Change(
            "critic.stepAtStart",
            "{'critic': {'lrStep': 1}}",
            "{'critic': {'lrStep': 1, 'stepAtStart': false}}"),
        critic("spectralNorm", "'spectralNorm': 'sqrt-sigma'"),
        // At a small rate, or every singular value is above one after the first step.
        new Change(
            "critic.spectralNorm",
            "{'critic': {'learningRate': 0.001}}",
            "{'critic': {'learningRate': 0.001, 'spectralNorm': 'sigma-if-above-one'}}"),
        critic("spectralNorm", "'spectralNorm': 'off'"),
        critic("normalizeBiases", "'normalizeBiases': true"),
        critic("powerIterations", "'powerIterations': 1"),
        new Change(
            "critic.warmStart",
            "{'critic': {'powerIterations': 1}}",
            "{'critic': {'powerIterations': 1, 'warmStart': true}}"));
  }

  private static Change critic(String setting, String value) {
    return new Change("critic." + setting, "{}", "{'critic': {" + value + "}}");
  }

  @Test
  void noSettingIsLeftOut() {
    Set<String> changed = changes().map(Change::setting).collect(Collectors.toSet());
    Set<String> all =
        Settings.of(Defense.Cbd.class).stream().map(Setting::path).collect(Collectors.toSet());
    assertThat(changed).isEqualTo(all);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyOneChangesTheNumbers(Change change) {
    assertThat(numbers(change.after())).isNotEqualTo(numbers(change.before()));
  }

  @Test
  void nothingElseChangesThem() {
    assertThat(numbers("{}")).isEqualTo(numbers("{}"));
    assertThat(numbers("{'preset': 'paper'}")).isEqualTo(numbers("{}"));
    assertThat(numbers("{'disentangle': false, 'critic': {'dropout': 0}}"))
        .as("without disentangling there is no critic")
        .isEqualTo(numbers("{'disentangle': false}"));
  }

  /** The authors' code at its defaults is re-weighting alone, whatever rate its option has. */
  @Test
  void officialCodeIsPlainReweightingAtItsDefaultRate() {
    assertThat(numbers("{'preset': 'official-code'}"))
        .isEqualTo(numbers("{'disentangle': false, 'backdooredLrBug': true, 'weightGamma': 1}"));
  }

  /**
   * Losses, weights and the trained network. The seeds are those of a trial without a defense: a
   * trial's own depend on its settings, and by them alone any change would change everything.
   */
  private List<Double> numbers(String settings) {
    String two = settings.equals("{}") ? "{'t1': 2}" : settings.replaceFirst("\\{", "{'t1': 2, ");
    Defense.Cbd cbd = Lessons.cbd(settings.contains("'t1'") ? settings : two);
    List<Double> numbers = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public boolean onStep(Progress progress) {
            return true;
          }

          @Override
          public void onEpoch(TrainedEpoch epoch) {
            numbers.add(epoch.loss());
            if (epoch.phase() == Phase.FINAL) {
              numbers.add(epoch.observations().criticLoss());
              numbers.add((double) epoch.observations().weights().weight(0));
            }
          }
        };
    TrialSpec seeds = Lessons.spec(new Defense.None());
    Lesson lesson = Lessons.of(manager, seeds, new NoiseBatches(20, 8, 8), listener);
    try (FeatureNetwork network = new CbdTrainer(cbd).train(lesson)) {
      for (float parameter : network.parameters().flat().toFloatArray()) {
        numbers.add((double) parameter);
      }
    }
    return numbers;
  }
}
