package cbd.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cbd.domain.Resources;
import cbd.domain.Trial;
import cbd.text.InvalidTextException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a sweep file says what its trials take of a worker. */
class SweepResourcesTest {
  private static final String BASE =
      "name: demo\ntrial: {dataset: shapes, attack: badnets, defense: none}\n";

  @Test
  void readsSlotsAndMemory() {
    assertThat(resources("")).isEqualTo(Resources.ANY);
    assertThat(resources("resources: {}")).isEqualTo(Resources.ANY);
    assertThat(resources("resources: {memory: 6 GiB}")).isEqualTo(new Resources(1, 6L << 30));
    assertThat(resources("resources: {slots: 2, memory: 500MB}"))
        .isEqualTo(new Resources(2, 500_000_000));
    assertThat(resources("resources: {memory: 1.5g}")).isEqualTo(new Resources(1, 1_500_000_000));
  }

  @Test
  void tellsWhatIsWrongAndWhere() {
    assertThat(problems("resources: {slots: 0, memory: 6 GiB}"))
        .containsExactly(
            "resources.slots must be between 1 and 256, but was 0 (line 3, column 20)");
    assertThat(problems("resources:\n  memory: much"))
        .containsExactly(
            "resources.memory must be a size such as 6 GiB or 500 MB, but was 'much' (line 4,"
                + " column 11)");
    assertThat(problems("resources: {memory: 6}"))
        .singleElement()
        .asString()
        .startsWith("resources.memory must be a text, but was 6");
    assertThat(problems("resources: {gpus: 1}"))
        .singleElement()
        .asString()
        .startsWith("resources.gpus is not a setting of resources")
        .endsWith("Settings: memory, slots (line 3, column 13)");
    assertThat(problems("resources: big"))
        .singleElement()
        .asString()
        .contains("resources must be a mapping");
  }

  @Test
  void areNoPartOfWhatATrialIs() {
    assertThat(trials("resources: {slots: 4, memory: 80 GB}")).isEqualTo(trials(""));
  }

  private static List<Trial> trials(String line) {
    return TrialGrid.of(SweepFile.parse(BASE + line)).trials().toList();
  }

  private static Resources resources(String line) {
    return SweepFile.parse(BASE + line).terms().resources();
  }

  private static List<String> problems(String rest) {
    InvalidTextException thrown =
        catchThrowableOfType(InvalidTextException.class, () -> SweepFile.parse(BASE + rest));
    assertThat(thrown).as("problems of %s", rest).isNotNull();
    return thrown.problems().stream().map(Object::toString).toList();
  }
}
