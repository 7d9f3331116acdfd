package cbd.coordinator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import cbd.coordinator.Trials;
import cbd.coordinator.actor.CoordinatorObserver;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultMetricsTest {
  private final CollectorRegistry registry = new CollectorRegistry();
  private final CoordinatorMetrics metrics = new CoordinatorMetrics(registry, "1.2.3", "c0ffee");
  private final TrialSpec spec = Trials.spec(0, Trials.cbd(2, true));

  @Test
  void summarisesTheFinishedTrialsOfACell() {
    metrics.resultsFound(
        List.of(new CoordinatorObserver.Finished(spec, new Scores(0.8, 0.4, 0.1, 0.8))));
    metrics.trialSucceeded(spec, Trials.result(0.6, 0.1));
    metrics.trialSucceeded(spec, Trials.result(0.7, 0.1));
    metrics.epochRecorded(Trial.of(spec), Trials.epoch(Phase.FINAL, 1, 0.1, 0.9));

    assertThat(cell("cbd_finished_trials")).isEqualTo(3);
    assertThat(cell("cbd_clean_accuracy")).as("also of what still trains").isEqualTo(0.1);
    assertThat(cell("cbd_clean_accuracy_last")).isEqualTo(0.7);
    assertThat(cell("cbd_clean_accuracy_best")).isEqualTo(0.8);
    assertThat(cell("cbd_clean_accuracy_mean")).isCloseTo(0.7, offset(1e-12));
    assertThat(cell("cbd_clean_accuracy_deviation")).isCloseTo(0.1, offset(1e-12));
    assertThat(cell("cbd_attack_success_rate_best")).as("the lowest").isEqualTo(0.1);
    assertThat(cell("cbd_attack_success_rate_mean")).isCloseTo(0.2, offset(1e-12));

    metrics.termEnded();
    assertThat(cell("cbd_finished_trials")).isNull();
  }

  @Test
  void hasNoDeviationOfASingleTrial() {
    metrics.trialSucceeded(spec, Trials.result(0.6, 0.1));

    assertThat(cell("cbd_clean_accuracy_deviation")).isNull();
  }

  private @Nullable Double cell(String name) {
    return registry.getSampleValue(
        name,
        new String[] {"dataset", "attack", "defense"},
        new String[] {"shapes", "badnets", "cbd"});
  }
}
