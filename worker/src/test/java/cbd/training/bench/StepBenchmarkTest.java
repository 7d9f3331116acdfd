package cbd.training.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Architecture;
import cbd.training.bench.Measurement.Variant;
import cbd.training.bench.Measurement.Work;
import cbd.training.bench.StepBenchmark.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepBenchmarkTest {
  private static final List<Variant> SCRIPTED = List.of(Variant.SCRIPTED);

  @Test
  void timesEveryKindOfStepAtEveryThreadCount() {
    Settings settings = new Settings(Architecture.WRN_10_1, 2, SCRIPTED, List.of(2, 1), 1, 2, 1);
    long[] clock = {0};
    List<Measurement> measured =
        new StepBenchmark(settings, "cpu", () -> clock[0] += 1_000_000, () -> 0).measure();
    assertThat(measured)
        .extracting(Measurement::work)
        .containsExactly(
            Work.PHASE_A,
            Work.PHASE_A,
            Work.PHASE_B,
            Work.PHASE_B,
            Work.PHASE_B_CRITIC,
            Work.PHASE_B_CRITIC);
    assertThat(measured).extracting(Measurement::threads).containsExactly(1, 2, 1, 2, 1, 2);
    // Two steps; phase A runs before either phase B.
    assertThat(measured).extracting(Measurement::samples).containsExactly(4, 4, 2, 2, 2, 2);
    assertThat(measured)
        .extracting(Measurement::medianMillis)
        .containsExactly(1., 1., 1., 1., 2., 2.);
  }

  @Test
  void setsTheVariantsBesideEachOther() {
    Settings settings =
        new Settings(Architecture.WRN_10_1, 2, List.of(Variant.values()), List.of(1), 1, 1, 0);
    long[] clock = {0};
    List<Measurement> measured =
        new StepBenchmark(settings, "cpu", () -> clock[0] += 1_000_000, () -> clock[0] / 2)
            .measure();
    assertThat(measured)
        .extracting(Measurement::variant)
        .containsExactly(
            Variant.EAGER,
            Variant.SCRIPTED,
            Variant.EAGER,
            Variant.SCRIPTED,
            Variant.EAGER,
            Variant.SCRIPTED);
    // A step and the pass's end are a look at the clock each.
    assertThat(measured)
        .extracting(Measurement::meanMillis)
        .containsExactly(2., 2., 2., 2., 3., 3.);
    assertThat(measured)
        .extracting(Measurement::cpuMillis)
        .containsExactly(1., 1., 1., 1., 1.5, 1.5);
  }

  @Test
  void refusesSettingsThatMeasureNothing() {
    assertThatThrownBy(() -> new Settings(Architecture.WRN_10_1, 2, SCRIPTED, List.of(0), 1, 1, 1))
        .hasMessage("threads must be at least 1, but was 0");
    assertThatThrownBy(() -> new Settings(Architecture.WRN_10_1, 1, SCRIPTED, List.of(1), 1, 1, 1))
        .hasMessage("batchSize must be at least 2, but was 1");
    assertThatThrownBy(() -> new Settings(Architecture.WRN_10_1, 2, SCRIPTED, List.of(1), 0, 1, 1))
        .hasMessage("rounds must be at least 1, but was 0");
    assertThatThrownBy(() -> new Settings(Architecture.WRN_10_1, 2, SCRIPTED, List.of(1), 1, 0, 1))
        .hasMessage("steps must be at least 1, but was 0");
  }
}
