package cbd.coordinator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.actor.CoordinatorObserver;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Phase;
import cbd.domain.Training;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import cbd.metrics.Contract;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However many trials there are and whatever they say, the number of series stays bounded. */
class SeriesBudgetTest {
  private static final int TRIALS = 10_000;
  private static final List<Dataset> DATASETS =
      List.of(
          Dataset.SHAPES,
          Dataset.CIFAR10,
          Dataset.CIFAR100,
          Dataset.GTSRB,
          Dataset.MNIST,
          Dataset.FASHION_MNIST);
  private static final LabelMapping TO_ZERO = new LabelMapping.AllToOne(0);

  private final CollectorRegistry registry = new CollectorRegistry();

  @Test
  void tenThousandTrialsStayWithinTheBudgetOfTheContract() {
    CoordinatorMetrics metrics = new CoordinatorMetrics(registry, "1.2.3", "c0ffee");
    DefaultExports.register(registry);
    for (int i = 0; i < TRIALS / 10; i++) {
      live(metrics, Trial.of(spec(i)));
    }
    double early = series();
    for (int i = TRIALS / 10; i < TRIALS; i++) {
      live(metrics, Trial.of(spec(i)));
    }

    assertThat(series()).as("after ten times as many").isLessThan(early + 20);
    assertThat(series()).isBetween(800.0, (double) Contract.published().budget("coordinator"));
    assertThat(registry.getSampleValue("cbd_capped_labels_total")).isZero();
    assertThat(registry.getSampleValue("cbd_images_total")).isEqualTo(2.0 * 1000 * TRIALS);
  }

  @Test
  void whatFindsNoRoomIsCalledOther() {
    CoordinatorMetrics metrics = new CoordinatorMetrics(registry, "1.2.3", "c0ffee", 3, 4);
    for (int i = 0; i < 1000; i++) {
      live(metrics, Trial.of(spec(i)));
    }

    assertThat(
            Collections.list(registry.metricFamilySamples()).stream()
                .filter(family -> family.name.equals("cbd_finished_trials"))
                .flatMap(family -> family.samples.stream())
                .toList())
        .hasSize(4);
    assertThat(
            registry.getSampleValue(
                "cbd_finished_trials",
                new String[] {"dataset", "attack", "defense"},
                new String[] {"other", "other", "other"}))
        .isGreaterThan(500);
    assertThat(registry.getSampleValue("cbd_capped_labels_total")).isGreaterThan(500);
  }

  /** Even if every cell and every pace that has room were taken. */
  @Test
  void theCapsThemselvesFitTheBudget() {
    CoordinatorMetrics metrics = new CoordinatorMetrics(registry, "1.2.3", "c0ffee");
    DefaultExports.register(registry);
    live(metrics, Trial.of(spec(0)));
    live(metrics, Trial.of(spec(0).withRepeat(1)));
    double buckets = 13 + 1 + 3; // With infinity, sum, count and created.
    double full =
        series() + (CoordinatorMetrics.CELLS + 1) * 11 + (CoordinatorMetrics.PACES + 1) * buckets;

    assertThat(full).isLessThan(Contract.published().budget("coordinator"));
  }

  private double series() {
    Double series = registry.getSampleValue("cbd_series");
    assertThat(series).isNotNull();
    return series;
  }

  /** All that can be told of one trial. */
  private static void live(CoordinatorMetrics metrics, Trial trial) {
    metrics.leaseGranted();
    metrics.orderSent(trial.id(), Duration.ofMillis(2));
    metrics.epochRecorded(trial, Trials.epoch(Phase.BACKDOORED, 1, 0.5, 0.9));
    metrics.epochRecorded(trial, Trials.epoch(Phase.FINAL, 1, 0.5, 0.9));
    metrics.trialSucceeded(trial.spec(), Trials.result(0.8, 0.02));
    metrics.attemptEnded(
        new CoordinatorObserver.Ended(
            trial.id(), "succeeded", "gpu", 1, Duration.ofHours(1), true));
    metrics.membersChanged(
        Map.of(new CoordinatorObserver.MemberKind("role-" + trial.id().brief(), "up"), 1));
  }

  /** Another data set, attack, defense, learning rate, folder and seed for each. */
  private static TrialSpec spec(int i) {
    int size = DATASETS.size() + 1;
    Dataset dataset =
        i % size < DATASETS.size()
            ? DATASETS.get(i % size)
            : new Dataset.Folder("folder-" + i, 10, 32, 0);
    double rate = 0.05 + i / 1e6;
    List<Attack> attacks = List.of(new Attack.BadNets(rate, TO_ZERO), Trials.attack("sig", rate));
    Defense defense = i % 3 == 0 ? new Defense.None() : Trials.cbd(2, i % 3 == 1);
    return new TrialSpec(
        dataset,
        1000,
        200,
        Architecture.WRN_16_1,
        attacks.get(i / size % attacks.size()),
        defense,
        new Training(4, 64, 0.1 + i / 1e6, List.of(2), 0.1, 0.9, 1e-4, new Augmentation.None()),
        i);
  }
}
