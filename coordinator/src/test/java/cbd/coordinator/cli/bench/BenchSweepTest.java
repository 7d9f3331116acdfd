package cbd.coordinator.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.sweep.SweepFile;
import cbd.coordinator.sweep.TrialGrid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchSweepTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 320, 1000, 2000})
  void hasAsManyDifferentTrialsAsAskedFor(int trials) {
    BenchSweep sweep = BenchSweep.of("bench", trials, 1);

    assertThat(sweep.trials()).isEqualTo(trials);
    assertThat(TrialGrid.of(SweepFile.parse(sweep.yaml())).trials().count()).isEqualTo(trials);
  }
}
