package cbd.worker.metrics;

import cbd.domain.EpochMetrics;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.metrics.DiskRoom;
import cbd.metrics.FreshGauge;
import cbd.metrics.LabelCap;
import cbd.metrics.LostLetters;
import cbd.metrics.Meters;
import cbd.metrics.Sampler;
import cbd.text.Words;
import cbd.training.defense.StepTime;
import cbd.training.stage.StageUse;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Every metric of a worker. Names are a contract: dashboards and alerts use them, and {@code
 * cbd/metrics.txt} lists them. No label ever holds a trial's id. Thread-safe.
 */
public final class WorkerMetrics implements LostLetters.Listener {
  /** What a slot may be doing. */
  public enum SlotState {
    /** Nothing. */
    IDLE,
    /** Its runner works. */
    BUSY,
    /** Its runner was told to stop and has not gone yet. */
    STOPPING
  }

  private static final String SUCCEEDED = "none";
  private static final String STOPPED = "stopped";

  /** Slots that have series of their own; what is beyond them is {@code other}. */
  static final int SLOTS = 64;

  private static final double[] EPOCH_BUCKETS = {
    0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1200, 3600
  };

  /** Seconds; from a fast GPU to a slow CPU. */
  private static final double[] STEP_BUCKETS = {
    0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10
  };

  /** An exemplar's label: the one place for a trial's id. */
  private static final String TRIAL = "trial_id";

  private final CollectorRegistry registry;
  private final LabelCap known = new LabelCap(SLOTS, () -> {});
  private final Gauge slots;
  private final Histogram epochSeconds;
  private final Counter images;
  private final Gauge imagesPerSecond;
  private final Histogram stepSeconds;
  private final Counter runnerExits;
  private final Gauge reportsPending;
  private final Counter reportsResent;
  private final Counter peersRefused;
  private final Counter messagesUnreadable;
  private final Gauge coordinatorConnected;
  private final Counter stageReuses;
  private final Counter stageBuilds;
  private final Gauge stageBytes;
  private final CheckpointMetrics checkpoints;
  private final DeviceMetrics devices;
  private final FreshGauge certificate;
  private final FreshGauge diskFree;
  private final FreshGauge diskSize;
  private final Counter lettersLost;
  private final Counter linksSevered;

  private final Map<Integer, SlotState> states = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> pending = new ConcurrentHashMap<>();

  /**
   * @param registry where everything is registered; a fresh one per worker
   */
  public WorkerMetrics(CollectorRegistry registry, String version, String commit) {
    this.registry = registry;
    Meters meters = new Meters(registry, "worker");
    slots = meters.gauge("cbd_worker_slots");
    epochSeconds = meters.histogram("cbd_worker_epoch_seconds", EPOCH_BUCKETS);
    images = meters.counter("cbd_worker_images_total");
    imagesPerSecond = meters.gauge("cbd_worker_images_per_second");
    stepSeconds = meters.histogram("cbd_worker_step_seconds", STEP_BUCKETS);
    runnerExits = meters.counter("cbd_worker_runner_exits_total");
    reportsPending = meters.gauge("cbd_worker_reports_pending");
    reportsResent = meters.counter("cbd_worker_reports_resent_total");
    peersRefused = meters.counter("cbd_worker_peers_refused_total");
    messagesUnreadable = meters.counter("cbd_worker_messages_unreadable_total");
    coordinatorConnected = meters.gauge("cbd_worker_coordinator_connected");
    stageReuses = meters.counter("cbd_stage_reuses_total");
    stageBuilds = meters.counter("cbd_stage_builds_total");
    stageBytes = meters.gauge("cbd_stage_bytes");
    checkpoints = new CheckpointMetrics(meters, known, System::nanoTime);
    devices = new DeviceMetrics(meters, known, System::nanoTime);
    certificate =
        meters.freshGauge("cbd_worker_certificate_expiry_timestamp_seconds", System::nanoTime);
    diskFree = meters.freshGauge("cbd_worker_disk_free_bytes", System::nanoTime);
    diskSize = meters.freshGauge("cbd_worker_disk_size_bytes", System::nanoTime);
    lettersLost = meters.counter("cbd_worker_lost_letters_total");
    linksSevered = meters.counter("cbd_worker_links_severed_total");
    meters.countSeries("cbd_worker_series");
    meters.info("cbd_worker_build_info").info("version", version, "commit", commit);
    showSlots();
    List.of("data", "forward", "backward", "optimizer").forEach(stepSeconds::labels);
  }

  /** Where it is all registered. */
  public CollectorRegistry registry() {
    return registry;
  }

  /** Those of checkpoints. */
  public CheckpointMetrics checkpoints() {
    return checkpoints;
  }

  /** Those of GPUs. */
  public DeviceMetrics devices() {
    return devices;
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

  FreshGauge diskFree() {
    return diskFree;
  }

  FreshGauge diskSize() {
    return diskSize;
  }

  /**
   * A slot is a share of this device.
   *
   * @param gpu its number or UUID, as {@code CUDA_VISIBLE_DEVICES} has it; empty: it is none
   */
  public void slotOn(int slot, String device, String gpu) {
    devices.slotOn(slot, device, gpu);
  }

  /** What a slot does now. */
  public void slotState(int slot, SlotState state) {
    states.put(slot, state);
    showSlots();
    if (state != SlotState.BUSY) {
      imagesPerSecond.labels(known.of(Integer.toString(slot))).set(0);
    }
  }

  /** One at a time: slots tell from threads of their own. */
  private synchronized void showSlots() {
    for (SlotState state : SlotState.values()) {
      long count = states.values().stream().filter(state::equals).count();
      slots.labels(Words.of(state)).set((double) count);
    }
  }

  /** A slot trained an epoch. */
  public void epochDone(int slot, TrialId trial, EpochMetrics epoch) {
    epochSeconds
        .labels(Words.of(epoch.phase()))
        .observeWithExemplar(epoch.seconds(), TRIAL, trial.toString());
    images.inc((double) epoch.images());
    if (epoch.seconds() > 0) {
      imagesPerSecond
          .labels(known.of(Integer.toString(slot)))
          .set(epoch.images() / epoch.seconds());
    }
  }

  /** A slot timed one of its steps. */
  public void stepTimed(StepTime time) {
    stepSeconds.labels("data").observe(time.data());
    stepSeconds.labels("forward").observe(time.forward());
    stepSeconds.labels("backward").observe(time.backward());
    stepSeconds.labels("optimizer").observe(time.optimizer());
  }

  /** A trial had need of a stage. */
  public void stageUsed(StageUse use) {
    (use.reused() ? stageReuses : stageBuilds).labels(use.kind().word()).inc();
    stageBytes.set((double) use.storeBytes());
  }

  /** A runner process is gone. */
  public void runnerEnded(TrialOutcome outcome) {
    runnerExits.labels(label(outcome)).inc();
  }

  private static String label(TrialOutcome outcome) {
    if (outcome instanceof TrialOutcome.Failed failed) {
      return Words.of(failed.failure());
    }
    return outcome instanceof TrialOutcome.Stopped ? STOPPED : SUCCEEDED;
  }

  /** How many reports of a slot wait to be acknowledged. */
  public synchronized void pendingReports(int slot, int count) {
    pending.put(slot, count);
    reportsPending.set(pending.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** A connection of the cluster ended in its handshake. */
  public void peerRefused() {
    peersRefused.inc();
  }

  /** Another member sent what is no message; it was dropped. */
  public void messageUnreadable() {
    messagesUnreadable.inc();
  }

  /** A report was sent again. */
  public void reportResent() {
    reportsResent.inc();
  }

  /** Whether the coordinator knows this worker and is reachable. */
  public void connected(boolean connected) {
    coordinatorConnected.set(connected ? 1 : 0);
  }

  @Override
  public void letterLost(String kind) {
    lettersLost.labels(kind).inc();
  }

  @Override
  public void linkSevered() {
    linksSevered.inc();
  }
}
