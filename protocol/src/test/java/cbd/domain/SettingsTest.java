package cbd.domain;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.text.InvalidTextException;
import cbd.text.InvalidValueException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.Setting;
import cbd.text.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void everySettingIsExplainedInOneSentence() {
    assertThat(Settings.of(TrialSpec.class))
        .hasSizeGreaterThan(30)
        .allSatisfy(
            setting -> assertThat(setting.about()).as(setting.path()).isNotBlank().endsWith("."));
  }

  @Test
  void everyNumberHasARange() {
    assertThat(Settings.of(TrialSpec.class).stream().filter(s -> s.values().contains("number")))
        .isNotEmpty()
        .allSatisfy(
            setting ->
                assertThat(setting.values())
                    .as(setting.path())
                    .containsAnyOf("between", "at least"));
  }

  @Test
  void onlyDataSetAttackAndDefenseAreRequiredAndWhatNothingElseCouldKnow() {
    List<String> required =
        Settings.of(TrialSpec.class).stream()
            .filter(setting -> setting.defaultText().equals("required"))
            .map(Setting::path)
            .toList();

    assertThat(required)
        .containsExactly(
            "dataset",
            "dataset.path",
            "dataset.classes",
            "dataset.size",
            "attack",
            "defense",
            "training.normalization.mean",
            "training.normalization.deviation");
  }

  @Test
  void recordsMadeInCodeKeepTheSameRules() {
    assertThatThrownBy(() -> new Attack.BadNets(1.5, new LabelMapping.AllToOne(0)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("poisonRate must be between 0.0 and 1.0, but was 1.5");
    assertThatThrownBy(() -> new Attack.BadNets(Double.NaN, new LabelMapping.AllToOne(0)))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Attack.BadNets(0.1, null)).hasMessage("mapping must have a value");
    assertThatThrownBy(() -> new Scores(0.5, 1.01, 0, 0)).hasMessageContaining("attackSuccessRate");
  }

  @Test
  void milestonesMustRise() {
    assertThatThrownBy(() -> read("\"training\":{\"lrMilestones\":[7,7]}"))
        .hasMessageStartingWith("training.lrMilestones must rise, but was [7, 7]");
  }

  @Test
  void milestonesAreFew() {
    String most = IntStream.rangeClosed(1, 64).mapToObj(String::valueOf).collect(joining(","));

    assertThat(read("\"training\":{\"lrMilestones\":[" + most + "]}").training().lrMilestones())
        .hasSize(64);
    assertThatThrownBy(() -> read("\"training\":{\"lrMilestones\":[" + most + ",65]}"))
        .hasMessageStartingWith("training.lrMilestones must have at most 64 entries, but has 65");
    assertThatThrownBy(() -> cbd("{\"backdooredLrMilestones\":[" + most + ",65]}"))
        .hasMessageContaining("backdooredLrMilestones must have at most 64 entries, but has 65");
  }

  @Test
  void theLearningRateFallsAtEachMilestone() {
    Training training = read("\"training\":{\"lrMilestones\":[2,4]}").training();

    assertThat(List.of(0, 1, 2, 3, 4, 9).stream().map(training::learningRateAt))
        .containsExactly(0.1, 0.1, 0.1 * 0.1, 0.1 * 0.1, 0.1 * 0.1 * 0.1, 0.1 * 0.1 * 0.1);
  }

  @Test
  void theBackdooredModelsRateFallsAtMilestonesOfItsOwn() {
    Defense.Cbd cbd =
        cbd(
            "{\"backdooredLearningRate\":0.4,\"backdooredLrMilestones\":[1],\"backdooredLrGamma\":0.5}");
    Training training = read("\"training\":{\"learningRate\":0.01}").training();

    assertThat(cbd.backdooredRateAt(0, training)).isEqualTo(0.4);
    assertThat(cbd.backdooredRateAt(1, training)).isEqualTo(0.2);
    assertThat(cbd.cleanRateAt(0, training)).isEqualTo(0.01);
  }

  @Test
  void theAuthorsRateOptionReachesOnlyTheBackdooredModel() {
    Defense.Cbd cbd = cbd("{\"preset\":\"official-code\"}");
    Training training = read("\"training\":{\"learningRate\":0.01}").training();

    assertThat(cbd.backdooredRateAt(0, training)).isEqualTo(0.01);
    assertThat(cbd.backdooredRateAt(80, training)).isEqualTo(0.01);
    assertThat(List.of(0, 19, 20, 69, 70, 99))
        .map(epoch -> cbd.cleanRateAt(epoch, training))
        .usingElementComparator(closeTo())
        .containsExactly(0.1, 0.1, 0.01, 0.01, 0.001, 0.001);
  }

  @Test
  void aRateThatTheAuthorsBugKeepsFromBeingReadIsRefused() {
    assertThatThrownBy(
            () ->
                cbd(
                    "{\"preset\":\"official-code\",\"backdooredLearningRate\":0.5,"
                        + "\"backdooredLrMilestones\":[2]}"))
        .isInstanceOfSatisfying(
            InvalidTextException.class,
            e ->
                assertThat(e.problems().stream().map(problem -> problem.path()))
                    .containsExactly("backdooredLearningRate", "backdooredLrMilestones"))
        .hasMessageStartingWith(
            "backdooredLearningRate must be left out while backdooredLrBug is on, which gives the"
                + " backdoored model the constant rate training.learningRate, but was 0.5");
    assertThatThrownBy(() -> cbd("{\"backdooredLrMilestones\":[3,2]}"))
        .hasMessageStartingWith("backdooredLrMilestones must rise, but was [3, 2]");
  }

  @Test
  void theCriticsRateFallsOneEpochEarlyUnlessToldOtherwise() {
    Defense.Critic critic = cbd("{}").critic();
    Defense.Critic late = cbd("{\"critic\":{\"stepAtStart\":false}}").critic();

    assertThat(List.of(1, 19, 20, 39, 40, 100))
        .map(critic::rateAt)
        .usingElementComparator(closeTo())
        .containsExactly(0.2, 0.2, 0.02, 0.02, 0.002, 2e-6);
    assertThat(List.of(1, 20, 21))
        .map(late::rateAt)
        .usingElementComparator(closeTo())
        .containsExactly(0.2, 0.2, 0.02);
  }

  private static Comparator<Double> closeTo() {
    return (a, b) -> Math.abs(a - b) < 1e-15 ? 0 : Double.compare(a, b);
  }

  private static Defense.Cbd cbd(String settings) {
    return RecordReader.read(Defense.Cbd.class, JsonText.parse(settings));
  }

  @Test
  void rulesBetweenSettingsAreToldTogether() {
    assertThatThrownBy(
            () ->
                read(
                    "\"trainImages\":20001,\"testImages\":4001,"
                        + "\"attack\":{\"type\":\"badnets\",\"mapping\":{\"type\":\"all-to-one\",\"target\":10}}"))
        .isInstanceOfSatisfying(
            InvalidTextException.class,
            e ->
                assertThat(e.problems().stream().map(problem -> problem.path()))
                    .containsExactlyInAnyOrder(
                        "trainImages", "testImages", "attack.mapping.target"));
  }

  private static TrialSpec read(String settings) {
    String attack = settings.contains("attack") ? "" : "\"attack\":\"badnets\",";
    return RecordReader.read(
        TrialSpec.class,
        JsonText.parse("{\"dataset\":\"shapes\",\"defense\":\"none\"," + attack + settings + "}"));
  }
}
