package cbd.coordinator.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.CannedCoordinator;
import cbd.coordinator.cli.Pictures;
import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Json;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialNamesTest {
  private static final String TEXT = "GET /sweeps/" + Pictures.SWEEP + "/text";
  private static final String SWEEP =
      """
      name: twice
      trial:
        dataset: cifar10
        attack: badnets
      grid:
        defense: [cbd, {type: cbd, preset: official-code}]
        attack.pattern: [grid, four-corner]
      """;

  @Test
  void tellVariantsOfADefenseAndAnAttackApart() throws IOException {
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      coordinator.says(TEXT, SWEEP);
      TrialNames names =
          TrialNames.ofSweep(new CoordinatorClient(coordinator.address()), Pictures.SWEEP);
      assertThat(names.of(spec("cbd", "grid")))
          .isEqualTo("badnets 10% / cbd / pattern=grid preset=paper / repeat 0");
      assertThat(names.of(spec("{type: cbd, preset: official-code}", "four-corner")))
          .isEqualTo("badnets 10% / cbd / pattern=four-corner preset=official-code / repeat 0");
    }
  }

  @Test
  void arePlainForASweepThatCannotBeHad() throws IOException {
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      CoordinatorClient client = new CoordinatorClient(coordinator.address());
      assertThat(TrialNames.ofSweep(client, Pictures.SWEEP)).isEqualTo(TrialNames.PLAIN);
      coordinator.says(TEXT, "name: of a newer cbd\n");
      assertThat(TrialNames.ofSweep(client, Pictures.SWEEP)).isEqualTo(TrialNames.PLAIN);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(String defense, String pattern) {
    String yaml =
        "{dataset: cifar10, attack: {type: badnets, pattern: "
            + pattern
            + "}, defense: "
            + defense
            + "}";
    TrialSpec spec = RecordReader.read(TrialSpec.class, cbd.yaml.YamlText.parse(yaml));
    return Json.read(JsonText.write(RecordWriter.tree(spec)), Map.class);
  }
}
