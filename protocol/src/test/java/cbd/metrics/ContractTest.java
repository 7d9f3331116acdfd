package cbd.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.TrialState;
import cbd.metrics.Contract.Metric;
import cbd.text.Words;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {
  private static final Set<String> UNBOUNDED =
      Set.of("trial", "trial_id", "sweep", "lease", "hash", "seed", "repeat", "worker", "host");

  static Stream<Metric> metrics() {
    return Contract.published().metrics().stream();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void namesFollowThePrometheusConventions(Metric metric) {
    assertThat(metric.name()).matches("cbd(_[a-z]+)+").doesNotContain("_ms", "_millis", "percent");
    assertThat(metric.help()).matches("[A-Z0-9].*\\.");
    assertThat(metric.owner()).startsWith("cbd.");
    if (Set.of("seconds", "bytes", "ratio", "celsius", "watts").contains(metric.unit())) {
      boolean accuracy = metric.name().matches("cbd_(clean_accuracy|attack_success_rate).*");
      assertThat(accuracy || metric.stem().endsWith("_" + metric.unit())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void noLabelIsUnbounded(Metric metric) {
    assertThat(metric.labelNames()).doesNotContainAnyElementsOf(UNBOUNDED);
    assertThat(metric.labels())
        .allSatisfy(label -> assertThat(Contract.published().set(label).size()).isBetween(1, 70));
  }

  @Test
  void stateHasEveryWordOfItsEnum() {
    assertThat(Contract.published().words("trial-state"))
        .containsExactlyElementsOf(Stream.of(TrialState.values()).map(Words::of).toList());
    assertThat(Contract.published().words("dataset")).contains("cifar10", "folder", "other");
  }

  @Test
  void everySetIsUsed() {
    assertThat(metrics().flatMap(metric -> metric.labels().stream()).map(Contract.Label::set))
        .containsAll(Contract.published().sets().keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coordinator cbd_a gauge - trials cbd.a used",
        "coordinator cbd_a gauge - trials cbd.a\n  Short of a word.",
        "coordinator cbd_a gauge - trials cbd.a used\n  no sentence",
        "coordinator cbd_a gauge - trials cbd.a drawn\n  A use that is none.",
        "coordinator cbd_a counter - trials cbd.a used\n  A counter without its suffix.",
        "coordinator cbd_a_total gauge - trials cbd.a used\n  A gauge with it.",
        "coordinator cbd_a summary - trials cbd.a used\n  A type that is none.",
        "coordinator cbd_a gauge a=b trials cbd.a used\n  A set that is none.",
        "set a enum:cbd.domain.Nothing",
      })
  void refusesWhatIsNoContract(String text) {
    assertThatThrownBy(() -> ContractText.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesANameThatStandsTwice() {
    String twice = "coordinator cbd_a gauge - trials cbd.a used\n  A sentence.\n";

    assertThatThrownBy(() -> ContractText.parse(twice + twice)).hasMessageContaining("once");
  }
}
