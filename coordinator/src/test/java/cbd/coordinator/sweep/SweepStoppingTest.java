package cbd.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cbd.domain.Stopping;
import cbd.text.InvalidTextException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a sweep file says which trials are stopped early. */
class SweepStoppingTest {
  private static final String BASE =
      "name: demo\ntrial: {dataset: shapes, attack: badnets, defense: none}\n";

  @Test
  void readsRulesForEarlyStopping() {
    assertThat(stopping("")).isEqualTo(new Stopping.Never());
    assertThat(stopping("stopping: never")).isEqualTo(new Stopping.Never());
    assertThat(stopping("stopping: {type: median, asrBelow: 0.2}"))
        .isEqualTo(new Stopping.Median(0.2, 5, 3));
    assertThat(stopping("stopping: {type: asha, asrBelow: 0.1, grace: 2, eta: 3}"))
        .isEqualTo(new Stopping.Asha(0.1, 2, 3));
    assertThat(problems("stopping: median")).singleElement().asString().contains("asrBelow");
    assertThat(problems("stopping: {type: asha, asrBelow: 20, peers: 3}"))
        .contains(
            "stopping.asrBelow must be between 0.000001 and 1.0, but was 20 (line 3, column 34)")
        .anyMatch(problem -> problem.contains("stopping.peers is not a setting of asha"));
  }

  private static Stopping stopping(String line) {
    return SweepFile.parse(BASE + line).terms().stopping();
  }

  private static List<String> problems(String rest) {
    InvalidTextException thrown =
        catchThrowableOfType(InvalidTextException.class, () -> SweepFile.parse(BASE + rest));
    assertThat(thrown).as("problems of %s", rest).isNotNull();
    return thrown.problems().stream().map(Object::toString).toList();
  }
}
