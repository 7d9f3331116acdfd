package cbd.coordinator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.SlotId;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CoordinatorMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final CollectorRegistry registry = new CollectorRegistry();
  private final CoordinatorMetrics metrics = new CoordinatorMetrics(registry, "1.2.3", "c0ffee");
  private final TrialSpec spec = Trials.spec(0, Trials.cbd(2, true));

  @Test
  void registersWhatTheContractLists() {
    Map<String, String> registered = new TreeMap<>();
    for (Collector.MetricFamilySamples family : Collections.list(registry.metricFamilySamples())) {
      String suffix =
          switch (family.type) {
            case COUNTER -> "_total";
            case INFO -> "_info";
            default -> "";
          };
      registered.put(family.name + suffix, family.type.name().toLowerCase(Locale.ROOT));
    }

    assertThat(registered)
        .isEqualTo(
            MetricsContract.of("coordinator").stream()
                .collect(Collectors.toMap(MetricsContract::name, MetricsContract::type)));
  }

  @Test
  void changesEveryMetricInALifeWithEverything() {
    Map<String, Double> before = sums();
    everything();
    Map<String, Double> after = sums();

    assertThat(MetricsContract.of("coordinator"))
        .filteredOn(line -> !line.type().equals("info"))
        .allSatisfy(
            line ->
                assertThat(after.getOrDefault(line.name(), 0.0))
                    .as(line.name())
                    .isNotEqualTo(before.getOrDefault(line.name(), 0.0)));
  }

  @Test
  void labelsAsTheContractSays() {
    everything();

    for (MetricsContract line : MetricsContract.of("coordinator")) {
      assertThat(Collections.list(registry.metricFamilySamples()))
          .flatExtracting(family -> family.samples)
          .filteredOn(
              sample ->
                  sample.name.equals(line.name()) || sample.name.equals(line.name() + "_count"))
          .as(line.name())
          .isNotEmpty()
          .allSatisfy(
              sample ->
                  assertThat(sample.labelNames).containsExactlyInAnyOrderElementsOf(line.labels()));
    }
  }

  @Test
  void exportsEveryStateFromTheStart() {
    for (TrialState state : TrialState.values()) {
      assertThat(value("cbd_trials", "state", word(state))).isZero();
    }
    for (LiveView.SlotState state : LiveView.SlotState.values()) {
      assertThat(value("cbd_slots", "state", word(state))).isZero();
    }
  }

  @Test
  void keepsTheLastScoresOfFinalNetworksOnly() {
    metrics.epochRecorded(spec, Trials.epoch(Phase.FINAL, 1, 0.5, 0.4));
    metrics.epochRecorded(spec, Trials.epoch(Phase.FINAL, 2, 0.7, 0.05));
    metrics.epochRecorded(spec, Trials.epoch(Phase.BACKDOORED, 1, 0.3, 0.99));

    String[] names = {"dataset", "attack", "defense"};
    String[] values = {"shapes", "badnets", "cbd"};
    assertThat(registry.getSampleValue("cbd_clean_accuracy", names, values)).isEqualTo(0.7);
    assertThat(registry.getSampleValue("cbd_attack_success_rate", names, values)).isEqualTo(0.05);
    assertThat(
            registry.getSampleValue(
                "cbd_epoch_seconds_count",
                new String[] {"dataset", "defense", "phase"},
                new String[] {"shapes", "cbd", "backdoored"}))
        .isEqualTo(1);
  }

  @Test
  void addsUpTheSpeedOfAllThatRuns() {
    metrics.standing(view(2));

    assertThat(registry.getSampleValue("cbd_images_per_second")).isEqualTo(4000);
  }

  private void everything() {
    metrics.termBegan(3);
    metrics.leaseGranted();
    metrics.leaseExpired();
    metrics.epochRecorded(spec, Trials.epoch(Phase.FINAL, 1, 0.5, 0.9));
    metrics.trialSucceeded(spec, Trials.result(0.8, 0.02));
    metrics.attemptFailed(Failure.OUT_OF_MEMORY);
    metrics.staleMessage("epoch-done");
    metrics.duplicateMessage("attempt-finished");
    metrics.registrationRefused();
    metrics.storeWritten(Duration.ofMillis(3));
    metrics.storeFailed();
    metrics.standing(view(1));
  }

  private LiveView view(int running) {
    Trial trial = Trial.of(spec);
    LiveView.Running attempt =
        new LiveView.Running(
            trial.id(),
            spec,
            List.of(),
            1,
            3,
            new LeaseId(1),
            new SlotId(new WorkerId("w"), 0),
            NOW,
            NOW,
            null,
            Trials.epoch(Phase.FINAL, 1, 0.5, 0.9));
    return new LiveView(
        3,
        NOW,
        Arrays.stream(TrialState.values()).collect(Collectors.toMap(state -> state, state -> 5)),
        Map.of(LiveView.SlotState.LEASED, 2),
        4,
        List.of(),
        Collections.nCopies(running, attempt),
        List.of(new LiveView.Worker(new WorkerId("w"), "here", "1", false, NOW, List.of())),
        Load.NONE,
        Speed.UNKNOWN,
        true);
  }

  private double value(String name, String label, String value) {
    return registry.getSampleValue(name, new String[] {label}, new String[] {value});
  }

  /** The sum over all series of each metric; a histogram counts by its observations. */
  private Map<String, Double> sums() {
    return Collections.list(registry.metricFamilySamples()).stream()
        .flatMap(family -> family.samples.stream())
        .filter(sample -> !sample.name.endsWith("_created"))
        .collect(
            Collectors.toMap(
                sample -> sample.name.replaceFirst("_count$", ""),
                sample -> sample.value,
                Double::sum));
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
