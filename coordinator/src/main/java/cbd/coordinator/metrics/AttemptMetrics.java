package cbd.coordinator.metrics;

import cbd.coordinator.actor.CoordinatorObserver.Ended;
import cbd.domain.Failure;
import cbd.domain.TrialId;
import cbd.metrics.Contract;
import cbd.metrics.Meters;
import cbd.text.Words;
import io.prometheus.client.Collector;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.util.List;

/** How leases begin and end, and what their attempts cost. Thread-safe. */
final class AttemptMetrics {
  /** An exemplar's label: the one place for a trial's id. */
  static final String TRIAL = "trial_id";

  private static final String NONE = "none";

  /** What ends an attempt without a word from its worker. */
  private static final List<String> UNREPORTED = List.of("cancelled", "stopped");

  private static final List<String> HANDOVERS =
      List.of("worker-left", "not-running", "handed-back");

  /** Seconds; a healthy order follows its decision by one commit. */
  private static final double[] SCHEDULING_BUCKETS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 3, 10
  };

  /** Seconds; from a toy on a CPU to two days. */
  private static final double[] ATTEMPT_BUCKETS = {
    1, 10, 60, 300, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400, 172_800
  };

  private final Counter attempts;
  private final Histogram attemptSeconds;
  private final Counter deviceSeconds;
  private final Counter granted;
  private final Counter expired;
  private final Histogram schedulingSeconds;

  AttemptMetrics(Meters meters) {
    attempts = meters.counter("cbd_attempts_total");
    attemptSeconds = meters.histogram("cbd_attempt_seconds", ATTEMPT_BUCKETS);
    deviceSeconds = meters.counter("cbd_device_seconds_total");
    granted = meters.counter("cbd_leases_granted_total");
    expired = meters.counter("cbd_leases_expired_total");
    schedulingSeconds = meters.histogram("cbd_scheduling_seconds", SCHEDULING_BUCKETS);
    attempts.labels("succeeded", NONE);
    UNREPORTED.forEach(outcome -> attempts.labels(outcome, NONE));
    attempts.labels("expired", Words.of(Failure.WORKER_LOST));
    HANDOVERS.forEach(how -> attempts.labels("returned", how));
    for (Failure failure : Failure.values()) {
      attempts.labels("failed", Words.of(failure));
    }
    Contract contract = Contract.published();
    for (String ending : contract.words("ending")) {
      attemptSeconds.labels(ending);
      contract.words("device-kind").forEach(device -> deviceSeconds.labels(device, ending));
    }
  }

  void leaseGranted() {
    granted.inc();
  }

  void leaseExpired() {
    expired.inc();
    attempts.labels("expired", Words.of(Failure.WORKER_LOST)).inc();
  }

  void leaseReturned(String how) {
    attempts.labels("returned", how).inc();
  }

  void succeeded() {
    attempts.labels("succeeded", NONE).inc();
  }

  void failed(Failure failure) {
    attempts.labels("failed", Words.of(failure)).inc();
  }

  void orderSent(TrialId trial, Duration waited) {
    schedulingSeconds.observeWithExemplar(seconds(waited), TRIAL, trial.toString());
  }

  void ended(Ended ended) {
    double seconds = Math.max(0, seconds(ended.took()));
    deviceSeconds.labels(ended.device(), ended.outcome()).inc(seconds * ended.slots());
    if (ended.inThisTerm()) {
      attemptSeconds
          .labels(ended.outcome())
          .observeWithExemplar(seconds, TRIAL, ended.trial().toString());
    }
    if (UNREPORTED.contains(ended.outcome())) {
      attempts.labels(ended.outcome(), NONE).inc();
    }
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / Collector.NANOSECONDS_PER_SECOND;
  }
}
