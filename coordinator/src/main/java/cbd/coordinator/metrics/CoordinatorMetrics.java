package cbd.coordinator.metrics;

import cbd.coordinator.actor.CoordinatorObserver;
import cbd.coordinator.actor.LiveView;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.text.Words;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Info;
import java.time.Duration;

/**
 * All metrics of the coordinator. Their names, types and labels are a contract: {@code
 * cbd/metrics.txt}.
 *
 * <p>No label ever holds an identity of a trial, a sweep or a lease: ten thousand trials would be
 * ten thousand series. Thread-safe.
 */
public final class CoordinatorMetrics implements CoordinatorObserver {
  /** Seconds; from a toy on a CPU to an hour per epoch. */
  private static final double[] EPOCH_BUCKETS = {
    0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600
  };

  /** Seconds; a healthy commit takes about one millisecond. */
  private static final double[] WRITE_BUCKETS = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 3, 10
  };

  private final CollectorRegistry registry;

  private final Gauge trials;
  private final Gauge slots;
  private final Gauge workers;
  private final Gauge queueLength;
  private final Gauge imagesPerSecond;
  private final Gauge term;
  private final Counter attempts;
  private final Counter leasesGranted;
  private final Counter leasesExpired;
  private final Counter staleMessages;
  private final Counter duplicateMessages;
  private final Counter registrationsRefused;
  private final Histogram epochSeconds;
  private final Gauge cleanAccuracy;
  private final Gauge attackSuccessRate;
  private final Histogram storeWriteSeconds;
  private final Counter storeFailures;

  /**
   * @param registry where everything is registered; a fresh one per coordinator
   */
  public CoordinatorMetrics(CollectorRegistry registry, String version, String commit) {
    this.registry = registry;
    trials = gauge("cbd_trials", "Trials of all sweeps by state.", "state");
    slots = gauge("cbd_slots", "Slots of all workers by state.", "state");
    workers = gauge("cbd_workers", "Workers that are registered and were heard of lately.");
    queueLength = gauge("cbd_queue_length", "Trials that could start if a slot were free.");
    imagesPerSecond =
        gauge(
            "cbd_images_per_second",
            "Training images per second, summed over the last epoch of each running attempt.");
    term =
        gauge(
            "cbd_coordinator_term",
            "Term of office of the active coordinator; rises whenever one takes over.");
    attempts =
        counter(
            "cbd_attempts", "Attempts that ended, by outcome and failure.", "outcome", "failure");
    leasesGranted = counter("cbd_leases_granted", "Leases granted.");
    leasesExpired =
        counter("cbd_leases_expired", "Leases that ended without a report: no progress, or gone.");
    staleMessages =
        counter(
            "cbd_stale_messages", "Messages under a lease that was no longer current.", "message");
    duplicateMessages =
        counter(
            "cbd_duplicate_messages", "Reports that came again and were counted once.", "message");
    registrationsRefused =
        counter("cbd_registrations_refused", "Workers turned away: they speak another protocol.");
    epochSeconds =
        Histogram.build("cbd_epoch_seconds", "Wall time of one epoch's training, in seconds.")
            .labelNames("dataset", "defense", "phase")
            .buckets(EPOCH_BUCKETS)
            .register(registry);
    cleanAccuracy =
        gauge(
            "cbd_clean_accuracy",
            "Last clean accuracy (CA) measured on a final network, 0 to 1.",
            "dataset",
            "attack",
            "defense");
    attackSuccessRate =
        gauge(
            "cbd_attack_success_rate",
            "Last attack success rate (ASR) measured on a final network, 0 to 1.",
            "dataset",
            "attack",
            "defense");
    storeWriteSeconds =
        Histogram.build("cbd_store_write_seconds", "Duration of one transaction, in seconds.")
            .buckets(WRITE_BUCKETS)
            .register(registry);
    storeFailures =
        counter("cbd_store_failures", "Transactions that failed and were or are tried again.");
    Info.build("cbd_build", "What runs here.")
        .register(registry)
        .info("version", version, "commit", commit);
    for (TrialState state : TrialState.values()) {
      trials.labels(Words.of(state)).set(0);
    }
    for (LiveView.SlotState state : LiveView.SlotState.values()) {
      slots.labels(Words.of(state)).set(0);
    }
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.build(name, help).labelNames(labels).register(registry);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.build(name, help).labelNames(labels).register(registry);
  }

  @Override
  public void termBegan(long number) {
    term.set((double) number);
  }

  @Override
  public void leaseGranted() {
    leasesGranted.inc();
  }

  @Override
  public void leaseExpired() {
    leasesExpired.inc();
    attempts.labels("expired", "").inc();
  }

  @Override
  public void epochRecorded(TrialSpec spec, EpochMetrics metrics) {
    epochSeconds
        .labels(
            spec.dataset().word(), Words.of(spec.defense().getClass()), Words.of(metrics.phase()))
        .observe(metrics.seconds());
    if (metrics.phase() == Phase.FINAL) {
      setScores(spec, metrics.scores());
    }
  }

  @Override
  public void trialSucceeded(TrialSpec spec, TrialResult result) {
    attempts.labels("succeeded", "").inc();
    setScores(spec, result.scores());
  }

  private void setScores(TrialSpec spec, Scores scores) {
    String[] labels = {
      spec.dataset().word(), Words.of(spec.attack().getClass()), Words.of(spec.defense().getClass())
    };
    cleanAccuracy.labels(labels).set(scores.cleanAccuracy());
    attackSuccessRate.labels(labels).set(scores.attackSuccessRate());
  }

  @Override
  public void attemptFailed(Failure failure) {
    attempts.labels("failed", Words.of(failure)).inc();
  }

  @Override
  public void staleMessage(String message) {
    staleMessages.labels(message).inc();
  }

  @Override
  public void duplicateMessage(String message) {
    duplicateMessages.labels(message).inc();
  }

  @Override
  public void registrationRefused() {
    registrationsRefused.inc();
  }

  @Override
  public void storeWritten(Duration took) {
    storeWriteSeconds.observe(took.toNanos() / Collector.NANOSECONDS_PER_SECOND);
  }

  @Override
  public void storeFailed() {
    storeFailures.inc();
  }

  @Override
  public void standing(LiveView view) {
    view.trials().forEach((state, count) -> trials.labels(Words.of(state)).set(count));
    view.slots().forEach((state, count) -> slots.labels(Words.of(state)).set(count));
    workers.set((double) view.workers().stream().filter(worker -> !worker.lost()).count());
    queueLength.set(view.queueLength());
    imagesPerSecond.set(
        view.running().stream()
            .map(LiveView.Running::last)
            .filter(last -> last != null && last.seconds() > 0)
            .mapToDouble(last -> last.images() / last.seconds())
            .sum());
  }
}
