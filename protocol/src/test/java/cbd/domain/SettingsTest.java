package cbd.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.text.InvalidTextException;
import cbd.text.InvalidValueException;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.Setting;
import cbd.text.Settings;
import java.util.List;
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
  void onlyDataSetAttackAndDefenseAreRequiredAndOfAFolderWhereItIsAndHowBig() {
    List<String> required =
        Settings.of(TrialSpec.class).stream()
            .filter(setting -> setting.defaultText().equals("required"))
            .map(Setting::path)
            .toList();

    assertThat(required)
        .containsExactly(
            "dataset", "dataset.path", "dataset.classes", "dataset.size", "attack", "defense");
  }

  @Test
  void recordsMadeInCodeKeepTheSameRules() {
    assertThatThrownBy(() -> new Attack.BadNets(1.5, new LabelMapping.AllToOne(0)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("poisonRate must be between 0.0 and 1.0, but was 1.5");
    assertThatThrownBy(() -> new Attack.BadNets(Double.NaN, new LabelMapping.AllToOne(0)))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Attack.BadNets(0.1, null)).hasMessage("mapping must have a value");
    assertThatThrownBy(() -> new Scores(0.5, 1.01, 0)).hasMessageContaining("attackSuccessRate");
  }

  @Test
  void milestonesMustRise() {
    assertThatThrownBy(() -> read("\"training\":{\"lrMilestones\":[7,7]}"))
        .hasMessageStartingWith("training.lrMilestones must rise, but was [7, 7]");
  }

  @Test
  void theLearningRateFallsAtEachMilestone() {
    Training training = read("\"training\":{\"lrMilestones\":[2,4]}").training();

    assertThat(List.of(0, 1, 2, 3, 4, 9).stream().map(training::learningRateAt))
        .containsExactly(0.1, 0.1, 0.1 * 0.1, 0.1 * 0.1, 0.1 * 0.1 * 0.1, 0.1 * 0.1 * 0.1);
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
