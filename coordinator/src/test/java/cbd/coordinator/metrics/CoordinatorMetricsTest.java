package cbd.coordinator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.Trials;
import cbd.coordinator.actor.CoordinatorObserver;
import cbd.coordinator.actor.CoordinatorObserver.MemberKind;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.coordinator.http.RequestObserver;
import cbd.coordinator.schedule.Handover;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.SlotId;
import cbd.domain.Spread;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import cbd.metrics.Contract;
import cbd.metrics.DiskRoom;
import cbd.metrics.Sampler;
import cbd.text.Words;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoordinatorMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final CollectorRegistry registry = new CollectorRegistry();
  private final CoordinatorMetrics metrics =
      new CoordinatorMetrics(registry, "1.2.3", "c0ffee", 1, 10);
  private final TrialSpec spec = Trials.spec(0, Trials.cbd(2, true));
  private final TrialSpec other = Trials.spec(0);

  @Test
  void registersWhatTheContractLists() {
    Set<String> registered = new TreeSet<>();
    for (Collector.MetricFamilySamples family : families()) {
      registered.add(family.name + " " + family.type.name().toLowerCase(Locale.ROOT) + family.help);
    }

    assertThat(registered)
        .isEqualTo(
            Contract.published().of("coordinator").stream()
                .map(metric -> metric.stem() + " " + metric.type() + metric.help())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private List<Collector.MetricFamilySamples> families() {
    return Collections.list(registry.metricFamilySamples());
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

    for (Contract.Metric metric : Contract.published().of("coordinator")) {
      assertThat(families())
          .flatExtracting(family -> family.samples)
          .filteredOn(
              sample ->
                  sample.name.equals(metric.name()) || sample.name.equals(metric.name() + "_count"))
          .as(metric.name())
          .isNotEmpty()
          .allSatisfy(sample -> isOfTheContract(metric, sample));
    }
  }

  private static void isOfTheContract(
      Contract.Metric metric, Collector.MetricFamilySamples.Sample sample) {
    assertThat(sample.labelNames).containsExactlyInAnyOrderElementsOf(metric.labelNames());
    for (Contract.Label label : metric.labels()) {
      Contract.LabelSet set = Contract.published().set(label);
      String value = sample.labelValues.get(sample.labelNames.indexOf(label.name()));
      if (set.others() == 0) {
        assertThat(set.words()).as(label.name()).contains(value);
      }
    }
  }

  @Test
  void theWordsOfWhatTheSchedulerSaysAreInTheContract() {
    assertThat(Contract.published().words("slot-state"))
        .containsExactlyElementsOf(Stream.of(LiveView.SlotState.values()).map(Words::of).toList());
    assertThat(Contract.published().words("failure"))
        .containsAll(Stream.of(Handover.values()).map(Words::of).toList());
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
    metrics.epochRecorded(Trial.of(spec), Trials.epoch(Phase.FINAL, 1, 0.5, 0.4));
    metrics.epochRecorded(Trial.of(spec), Trials.epoch(Phase.FINAL, 2, 0.7, 0.05));
    metrics.epochRecorded(Trial.of(spec), Trials.epoch(Phase.BACKDOORED, 1, 0.3, 0.99));

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

  /** A worker that dies and resumes for ever must not look as if it trained. */
  @Test
  void countsNoEpochThatIsToldAgain() {
    metrics.epochRecorded(Trial.of(spec), guarded());
    metrics.epochRecorded(Trial.of(spec), guarded().again());
    assertThat(sums())
        .containsEntry("cbd_images_total", 1000.0)
        .containsEntry("cbd_guard_violations_total", 5.0);
  }

  @Test
  void isActiveForAsLongAsATermLasts() {
    assertThat(registry.getSampleValue("cbd_coordinator_active")).isZero();
    metrics.termBegan(3);
    assertThat(registry.getSampleValue("cbd_coordinator_active")).isEqualTo(1);
    metrics.standing(view(2));
    assertThat(registry.getSampleValue("cbd_images_per_second")).isPositive();
    metrics.termEnded();
    assertThat(registry.getSampleValue("cbd_images_per_second")).isZero();
    assertThat(registry.getSampleValue("cbd_store_available")).isZero();
    assertThat(registry.getSampleValue("cbd_coordinator_active")).isZero();
    assertThat(registry.getSampleValue("cbd_coordinator_term")).isEqualTo(3);
  }

  @Test
  void showsEveryStatusOfMembersAndCallsRolesItDoesNotKnowOther() {
    metrics.membersChanged(
        Map.of(new MemberKind("worker", "up"), 2, new MemberKind("intruder-1", "up"), 1));
    assertThat(members("other")).isEqualTo(1);
    metrics.membersChanged(Map.of(new MemberKind("coordinator", "up"), 3));

    assertThat(members("coordinator")).isEqualTo(3);
    assertThat(members("worker")).isZero();
    assertThat(members("other")).isZero();
  }

  @Test
  void countsTheTimeThatSlotsAreIdleWhileTrialsWait() {
    metrics.standing(idle(NOW, 2, 5));
    metrics.standing(idle(NOW.plusSeconds(10), 2, 5));
    metrics.standing(idle(NOW.plusSeconds(20), 2, 0));
    metrics.standing(idle(NOW.plusSeconds(30), 2, 5));

    assertThat(registry.getSampleValue("cbd_idle_slot_seconds_total")).isEqualTo(20);
  }

  @Test
  void foretellsOnlyWhatCanBeForetold() {
    metrics.standing(idle(NOW, 2, 5));
    assertThat(eta("expected")).as("of nothing").isZero();

    metrics.standing(foretelling(new Load(100, 1, 100), Speed.UNKNOWN));
    assertThat(eta("expected")).isNull();

    metrics.standing(foretelling(Load.NONE, Speed.of(10)));
    assertThat(eta("expected")).as("a trial waits that fits no slot").isNull();

    metrics.standing(foretelling(new Load(100, 0, 50), Speed.of(10)));
    assertThat(eta("low")).isEqualTo(5);
    assertThat(eta("high")).isEqualTo(7.5);
  }

  private @Nullable Double eta(String bound) {
    return registry.getSampleValue("cbd_eta_seconds", new String[] {"bound"}, new String[] {bound});
  }

  private static LiveView idle(Instant at, int idle, int waiting) {
    return waiting(at, idle, waiting, Map.of(), Speed.UNKNOWN, null);
  }

  private static LiveView foretelling(Load ahead, Speed speed) {
    return waiting(NOW, 2, 0, Map.of(0, ahead), speed, null);
  }

  private static LiveView waiting(
      Instant at,
      int idle,
      int waiting,
      Map<Integer, Load> ahead,
      Speed speed,
      @Nullable String storeTrouble) {
    return new LiveView(
        3,
        at,
        ahead.isEmpty() ? Map.of() : Map.of(TrialState.QUEUED, 1),
        Map.of(LiveView.SlotState.IDLE, idle),
        waiting,
        List.of(),
        List.of(),
        List.of(),
        ahead,
        speed,
        true,
        storeTrouble);
  }

  @Test
  void aStoreWhoseWriteHangsIsNotAvailable() {
    metrics.standing(idle(NOW, 0, 0));
    assertThat(registry.getSampleValue("cbd_store_available")).isEqualTo(1);
    metrics.standing(waiting(NOW, 0, 0, Map.of(), Speed.UNKNOWN, "slow"));
    assertThat(registry.getSampleValue("cbd_store_available")).isZero();
  }

  @Test
  void countsWhatDevicesDidButTimesOnlyAttemptsOfThisTerm() {
    metrics.attemptEnded(ended("succeeded", true));
    metrics.attemptEnded(ended("succeeded", false));
    metrics.attemptEnded(ended("cancelled", true));

    assertThat(
            registry.getSampleValue(
                "cbd_device_seconds_total",
                new String[] {"device", "outcome"},
                new String[] {"gpu", "succeeded"}))
        .as("of two slots each")
        .isEqualTo(240);
    assertThat(value("cbd_attempt_seconds_count", "outcome", "succeeded")).isEqualTo(1);
    assertThat(
            registry.getSampleValue(
                "cbd_attempts_total",
                new String[] {"outcome", "failure"},
                new String[] {"cancelled", "none"}))
        .isEqualTo(1);
  }

  private CoordinatorObserver.Ended ended(String outcome, boolean inThisTerm) {
    return new CoordinatorObserver.Ended(
        Trial.of(spec).id(), outcome, "gpu", 2, Duration.ofSeconds(60), inThisTerm);
  }

  private @Nullable Double members(String role) {
    return registry.getSampleValue(
        "cbd_cluster_members", new String[] {"role", "status"}, new String[] {role, "up"});
  }

  private void everything() {
    metrics.termBegan(3);
    metrics.membersChanged(Map.of(new MemberKind("worker", "up"), 2));
    metrics.leaseGranted();
    metrics.leaseExpired();
    metrics.leaseReturned("worker-left");
    metrics.slotQuarantined();
    metrics.workerLost();
    metrics.orderSent(Trial.of(spec).id(), Duration.ofMillis(3));
    metrics.attemptEnded(ended("succeeded", true));
    metrics.reportRejected("never-granted");
    metrics.letterLost("dropped");
    metrics.linkSevered();
    metrics.mailbox(() -> 4);
    metrics.vitals(
        new CoordinatorObserver.Vitals(
            Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofSeconds(4)));
    metrics.epochRecorded(Trial.of(spec), guarded());
    metrics.trialSucceeded(spec, Trials.result(0.8, 0.02));
    metrics.trialSucceeded(spec, Trials.result(0.7, 0.03));
    metrics.attemptFailed(Failure.OUT_OF_MEMORY);
    metrics.staleMessage("epoch-done");
    metrics.duplicateMessage("attempt-finished");
    metrics.registrationRefused();
    metrics.peerRefused();
    metrics.requestRefused(RequestObserver.Refusal.UNAUTHENTICATED);
    metrics.storeWritten(Duration.ofMillis(3));
    metrics.storeFailed();
    metrics.membersChanged(Map.of(new MemberKind("worker", "up"), 2));
    metrics.standing(idle(NOW.minusSeconds(1), 1, 1));
    metrics.standing(idle(NOW, 1, 1));
    metrics.standing(view(1));
    DiskRoom room = metrics.watch(Map.of("store", Path.of(".")));
    await().until(() -> sums().getOrDefault("cbd_disk_size_bytes", 0.0) > 0);
    room.close();
    Sampler certificate = metrics.watchCertificate(() -> NOW);
    await()
        .until(
            () ->
                sums().getOrDefault("cbd_certificate_expiry_timestamp_seconds", 0.0)
                    == NOW.getEpochSecond());
    certificate.close();
    // A second data set finds no room.
    metrics.trialSucceeded(other, Trials.result(0.8, 0.02));
  }

  private static EpochMetrics guarded() {
    Diagnostics diagnostics =
        new Diagnostics.Cbd(new Spread(0.25, 0, 0.2, 0.5), new Spread(1, 1, 1, 1), -0.5, 2, 3);
    return new EpochMetrics(
        Phase.FINAL, 1, 0.5, new Scores(0.5, 0.9, 0.1, 0.5), 0.5, 1000, diagnostics);
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
            Trials.epoch(Phase.FINAL, 1, 0.5, 0.9),
            false);
    return new LiveView(
        3,
        NOW,
        Arrays.stream(TrialState.values()).collect(Collectors.toMap(state -> state, state -> 5)),
        Map.of(LiveView.SlotState.LEASED, 2),
        4,
        List.of(),
        Collections.nCopies(running, attempt),
        List.of(
            new LiveView.Worker(new WorkerId("w"), "here", "1", false, NOW, List.of(), null, null)),
        Map.of(0, new Load(100, 0, 50)),
        Speed.of(10),
        true,
        null);
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
