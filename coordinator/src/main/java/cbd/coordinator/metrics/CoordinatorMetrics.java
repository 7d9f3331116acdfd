package cbd.coordinator.metrics;

import cbd.coordinator.actor.CoordinatorObserver;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.http.RequestObserver;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.Phase;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.metrics.Contract;
import cbd.metrics.DiskRoom;
import cbd.metrics.FreshGauge;
import cbd.metrics.LabelCap;
import cbd.metrics.Meters;
import cbd.metrics.Sampler;
import cbd.text.Words;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of the coordinator. Their names, types, labels and sentences are a contract: {@code
 * cbd/metrics.txt}.
 *
 * <p>No label ever holds an identity of a trial, a sweep or a lease: ten thousand trials would be
 * ten thousand series. A trial's id stands in exemplars alone. Thread-safe.
 */
public final class CoordinatorMetrics implements CoordinatorObserver {
  /** Cells of data set, attack and defense; what comes when they are taken is {@code other}. */
  static final int CELLS = 100;

  /** Combinations of data set, defense and phase that have histograms of their own. */
  static final int PACES = 60;

  /** Seconds; from a toy on a CPU to an hour per epoch. */
  private static final double[] EPOCH_BUCKETS = {
    0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600
  };

  /** Seconds; a healthy commit takes about one millisecond. */
  private static final double[] WRITE_BUCKETS = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 3, 10
  };

  private final AttemptMetrics attempts;
  private final ResultMetrics results;
  private final LabelCap paces;
  private final Gauge trials;
  private final Gauge slots;
  private final Gauge workers;
  private final Counter workersLost;
  private final Gauge queueLength;
  private final Gauge queueOldest;
  private final Gauge eta;
  private final Gauge silence;
  private final Counter idleSlotSeconds;
  private final Counter quarantines;
  private final Counter staleMessages;
  private final Counter duplicateMessages;
  private final Counter reportsRejected;
  private final Counter registrationsRefused;
  private final Counter guardViolations;
  private final Counter peersRefused;
  private final Counter requestsRefused;
  private final Histogram epochSeconds;
  private final Counter images;
  private final Gauge imagesPerSecond;
  private final Histogram storeWriteSeconds;
  private final Counter storeFailures;
  private final Gauge storeAvailable;
  private final Gauge storeWaiting;
  private final FreshGauge certificate;
  private final FreshGauge diskFree;
  private final FreshGauge diskSize;
  private final Gauge clockSkew;
  private final Gauge term;
  private final Gauge active;
  private final Gauge members;
  private final Counter lettersLost;
  private final Counter linksSevered;

  private volatile IntSupplier mailbox = () -> 0;

  /** When trials waited and slots were idle, at the last look. */
  private @Nullable Instant idleSince;

  /**
   * @param registry where everything is registered; a fresh one per coordinator
   */
  public CoordinatorMetrics(CollectorRegistry registry, String version, String commit) {
    this(registry, version, commit, CELLS, PACES);
  }

  CoordinatorMetrics(
      CollectorRegistry registry, String version, String commit, int cellRoom, int paceRoom) {
    Meters meters = new Meters(registry, "coordinator");
    Counter capped = meters.counter("cbd_capped_labels_total");
    attempts = new AttemptMetrics(meters);
    results = new ResultMetrics(meters, new LabelCap(cellRoom, capped::inc));
    paces = new LabelCap(paceRoom, capped::inc);
    trials = meters.gauge("cbd_trials");
    slots = meters.gauge("cbd_slots");
    workers = meters.gauge("cbd_workers");
    workersLost = meters.counter("cbd_workers_lost_total");
    queueLength = meters.gauge("cbd_queue_length");
    queueOldest = meters.gauge("cbd_queue_oldest_seconds");
    eta = meters.gauge("cbd_eta_seconds");
    silence = meters.gauge("cbd_attempt_silence_seconds");
    idleSlotSeconds = meters.counter("cbd_idle_slot_seconds_total");
    quarantines = meters.counter("cbd_quarantines_total");
    staleMessages = meters.counter("cbd_stale_messages_total");
    duplicateMessages = meters.counter("cbd_duplicate_messages_total");
    reportsRejected = meters.counter("cbd_reports_rejected_total");
    registrationsRefused = meters.counter("cbd_registrations_refused_total");
    peersRefused = meters.counter("cbd_peers_refused_total");
    requestsRefused = meters.counter("cbd_requests_refused_total");
    guardViolations = meters.counter("cbd_guard_violations_total");
    epochSeconds = meters.histogram("cbd_epoch_seconds", EPOCH_BUCKETS);
    images = meters.counter("cbd_images_total");
    imagesPerSecond = meters.gauge("cbd_images_per_second");
    storeWriteSeconds = meters.histogram("cbd_store_write_seconds", WRITE_BUCKETS);
    storeFailures = meters.counter("cbd_store_failures_total");
    storeAvailable = meters.gauge("cbd_store_available");
    storeWaiting = meters.gauge("cbd_store_waiting_events");
    certificate = meters.freshGauge("cbd_certificate_expiry_timestamp_seconds", System::nanoTime);
    diskFree = meters.freshGauge("cbd_disk_free_bytes", System::nanoTime);
    diskSize = meters.freshGauge("cbd_disk_size_bytes", System::nanoTime);
    meters.gauge("cbd_mailbox_length", () -> mailbox.getAsInt());
    clockSkew = meters.gauge("cbd_clock_skew_seconds");
    term = meters.gauge("cbd_coordinator_term");
    active = meters.gauge("cbd_coordinator_active");
    members = meters.gauge("cbd_cluster_members");
    lettersLost = meters.counter("cbd_lost_letters_total");
    linksSevered = meters.counter("cbd_links_severed_total");
    meters.countSeries("cbd_series");
    meters.info("cbd_build_info").info("version", version, "commit", commit);
    showNothing();
    membersChanged(Map.of());
  }

  /** Every state has its series, whatever happens. */
  private void showNothing() {
    for (TrialState state : TrialState.values()) {
      trials.labels(Words.of(state)).set(0);
    }
    for (LiveView.SlotState state : LiveView.SlotState.values()) {
      slots.labels(Words.of(state)).set(0);
    }
  }

  /**
   * Watches the room on the disks of folders until it is closed.
   *
   * @param folders by their words, as the contract has them
   */
  public DiskRoom watch(Map<String, Path> folders) {
    return DiskRoom.watch(folders, diskFree, diskSize);
  }

  /** Shows until when the certificate is valid, asked now and then until it is closed. */
  public Sampler watchCertificate(Supplier<Instant> expires) {
    return Sampler.start(
        "certificate",
        Duration.ofSeconds(15),
        () -> certificate.tell((double) expires.get().getEpochSecond()));
  }

  @Override
  public void termBegan(long number) {
    term.set((double) number);
    active.set(1);
  }

  @Override
  public void resultsFound(Collection<Finished> found) {
    results.clear();
    found.forEach(result -> results.finished(result.spec(), result.scores()));
  }

  @Override
  public synchronized void termEnded() {
    active.set(0);
    // What its successor tells must not be counted twice.
    showNothing();
    Stream.of(workers, queueLength, queueOldest, silence, imagesPerSecond, clockSkew)
        .forEach(gauge -> gauge.set(0));
    Stream.of(storeAvailable, storeWaiting).forEach(gauge -> gauge.set(0));
    eta.clear();
    results.clear();
    idleSince = null;
  }

  @Override
  public void membersChanged(Map<MemberKind, Integer> counts) {
    Contract contract = Contract.published();
    Map<MemberKind, Integer> all = new HashMap<>();
    for (String role : contract.words("role")) {
      contract.words("member-status").forEach(status -> all.put(new MemberKind(role, status), 0));
    }
    counts.forEach(
        (kind, count) -> {
          // What another member calls its role is up to whoever configured it.
          boolean known = all.containsKey(kind);
          all.merge(
              known ? kind : new MemberKind(LabelCap.OTHER, kind.status()), count, Integer::sum);
        });
    all.forEach((kind, count) -> members.labels(kind.role(), kind.status()).set(count));
  }

  @Override
  public void leaseGranted() {
    attempts.leaseGranted();
  }

  @Override
  public void leaseExpired() {
    attempts.leaseExpired();
  }

  @Override
  public void leaseReturned(String how) {
    attempts.leaseReturned(how);
  }

  @Override
  public void orderSent(TrialId trial, Duration waited) {
    attempts.orderSent(trial, waited);
  }

  @Override
  public void attemptEnded(Ended ended) {
    attempts.ended(ended);
  }

  @Override
  public void workerLost() {
    workersLost.inc();
  }

  @Override
  public void slotQuarantined() {
    quarantines.inc();
  }

  @Override
  public void epochRecorded(Trial trial, EpochMetrics metrics) {
    if (!metrics.retold()) {
      trained(trial, metrics);
    }
    if (metrics.phase() == Phase.FINAL) {
      results.measured(trial.spec(), metrics.scores());
    }
  }

  private void trained(Trial trial, EpochMetrics metrics) {
    String defense = Words.of(trial.spec().defense().getClass());
    epochSeconds
        .labels(paces.of(trial.spec().dataset().word(), defense, Words.of(metrics.phase())))
        .observeWithExemplar(metrics.seconds(), AttemptMetrics.TRIAL, trial.id().toString());
    images.inc((double) metrics.images());
    if (metrics.diagnostics() instanceof Diagnostics.Cbd told) {
      guardViolations.labels("weightless-batches").inc((double) told.weightlessBatches());
      guardViolations.labels("unnormalized-parameters").inc((double) told.unnormalizedParameters());
    }
  }

  @Override
  public void trialSucceeded(TrialSpec spec, TrialResult result) {
    attempts.succeeded();
    results.finished(spec, result.scores());
  }

  @Override
  public void attemptFailed(Failure failure) {
    attempts.failed(failure);
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
  public void reportRejected(String reason) {
    reportsRejected.labels(reason).inc();
  }

  @Override
  public void registrationRefused() {
    registrationsRefused.inc();
  }

  /** A request to the API was turned away. */
  public void requestRefused(RequestObserver.Refusal refusal) {
    requestsRefused.labels(Words.of(refusal)).inc();
  }

  /** A connection with the cluster's port ended in its handshake. */
  public void peerRefused() {
    peersRefused.inc();
  }

  @Override
  public void storeWritten(Duration took) {
    storeWriteSeconds.observe(AttemptMetrics.seconds(took));
  }

  @Override
  public void storeFailed() {
    storeFailures.inc();
  }

  @Override
  public void letterLost(String kind) {
    lettersLost.labels(kind).inc();
  }

  @Override
  public void linkSevered() {
    linksSevered.inc();
  }

  @Override
  public void mailbox(IntSupplier waiting) {
    mailbox = waiting;
  }

  @Override
  public synchronized void standing(LiveView view) {
    view.trials().forEach((state, count) -> trials.labels(Words.of(state)).set(count));
    view.slots().forEach((state, count) -> slots.labels(Words.of(state)).set(count));
    workers.set((double) view.workers().stream().filter(worker -> !worker.lost()).count());
    queueLength.set(view.queueLength());
    storeAvailable.set(view.storeAvailable() && view.storeTrouble() == null ? 1 : 0);
    imagesPerSecond.set(
        view.running().stream()
            .map(LiveView.Running::last)
            .filter(last -> last != null && last.seconds() > 0)
            .mapToDouble(last -> last.images() / last.seconds())
            .sum());
    countIdle(view);
    foretell(view);
  }

  private void countIdle(LiveView view) {
    int idle = view.slots().getOrDefault(LiveView.SlotState.IDLE, 0);
    boolean wasted = idle > 0 && view.queueLength() > 0;
    if (wasted && idleSince != null) {
      double seconds = AttemptMetrics.seconds(Duration.between(idleSince, view.at()));
      idleSlotSeconds.inc(Math.max(0, idle * seconds));
    }
    idleSince = wasted ? view.at() : null;
  }

  private void foretell(LiveView view) {
    Load all = view.ahead(Integer.MIN_VALUE);
    Forecast forecast =
        view.isDone()
            ? new Forecast(Duration.ZERO, Duration.ZERO, Duration.ZERO)
            : Forecast.of(all, view.speed(), view.workingSlots()).orElse(null);
    if (forecast == null) {
      eta.clear();
      return;
    }
    eta.labels("low").set(AttemptMetrics.seconds(forecast.low()));
    eta.labels("expected").set(AttemptMetrics.seconds(forecast.expected()));
    eta.labels("high").set(AttemptMetrics.seconds(forecast.high()));
  }

  @Override
  public void vitals(Vitals vitals) {
    queueOldest.set(AttemptMetrics.seconds(vitals.oldestWaiting()));
    silence.set(AttemptMetrics.seconds(vitals.longestSilence()));
    storeWaiting.set(vitals.eventsWaiting());
    clockSkew.set(AttemptMetrics.seconds(vitals.clockSkew()));
  }
}
