package cbd.worker.metrics;

import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.TrialOutcome;
import cbd.training.stage.StageKind;
import cbd.training.stage.StageUse;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.prometheus.client.Info;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every metric of a worker. Names are a contract: dashboards and alerts use them, and {@code
 * cbd/metrics.txt} lists them. No label ever holds a trial's id. Thread-safe.
 */
public final class WorkerMetrics {
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

  private final CollectorRegistry registry;
  private final Gauge slots;
  private final Histogram epochSeconds;
  private final Gauge imagesPerSecond;
  private final Counter runnerExits;
  private final Gauge reportsPending;
  private final Counter reportsResent;
  private final Gauge coordinatorConnected;
  private final Counter stageReuses;
  private final Counter stageBuilds;
  private final Gauge stageBytes;

  private final Map<Integer, SlotState> states = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> pending = new ConcurrentHashMap<>();

  /**
   * @param registry where everything is registered; a fresh one per worker
   */
  public WorkerMetrics(CollectorRegistry registry, String version, String commit) {
    this.registry = registry;
    slots =
        Gauge.build("cbd_worker_slots", "Slots of this worker by state.")
            .labelNames("state")
            .register(registry);
    epochSeconds =
        Histogram.build(
                "cbd_worker_epoch_seconds", "Wall time of one epoch's training, in seconds.")
            .labelNames("phase")
            .buckets(0.1, 0.3, 1, 3, 10, 30, 60, 120, 300, 600, 1200, 3600)
            .register(registry);
    imagesPerSecond =
        Gauge.build(
                "cbd_worker_images_per_second",
                "Training images per second in the slot's last epoch; 0 when it does not train.")
            .labelNames("slot")
            .register(registry);
    runnerExits =
        Counter.build(
                "cbd_worker_runner_exits",
                "Runner processes that ended, by failure; none: succeeded, stopped: as asked.")
            .labelNames("failure")
            .register(registry);
    reportsPending =
        Gauge.build(
                "cbd_worker_reports_pending", "Reports that the coordinator has not acknowledged.")
            .register(registry);
    reportsResent =
        Counter.build("cbd_worker_reports_resent", "Reports sent again for want of an answer.")
            .register(registry);
    coordinatorConnected =
        Gauge.build(
                "cbd_worker_coordinator_connected",
                "1 when the coordinator knows this worker and is reachable, else 0.")
            .register(registry);
    stageReuses =
        Counter.build("cbd_stage_reuses", "Stages of trials that were read from the store.")
            .labelNames("stage")
            .register(registry);
    stageBuilds =
        Counter.build("cbd_stage_builds", "Stages of trials that had to be built.")
            .labelNames("stage")
            .register(registry);
    stageBytes =
        Gauge.build("cbd_stage_bytes", "Size of the stage store when a trial last used it.")
            .register(registry);
    Info.build("cbd_worker_build", "What runs here.")
        .register(registry)
        .info("version", version, "commit", commit);
    showSlots();
    for (String failure : failures()) {
      runnerExits.labels(failure);
    }
    for (StageKind kind : StageKind.values()) {
      stageReuses.labels(word(kind));
      stageBuilds.labels(word(kind));
    }
  }

  private static List<String> failures() {
    List<String> names = new ArrayList<>(List.of(SUCCEEDED, STOPPED));
    for (Failure failure : Failure.values()) {
      names.add(word(failure));
    }
    return names;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Where it is all registered. */
  public CollectorRegistry registry() {
    return registry;
  }

  /** What a slot does now. */
  public void slotState(int slot, SlotState state) {
    states.put(slot, state);
    showSlots();
    if (state != SlotState.BUSY) {
      imagesPerSecond.labels(Integer.toString(slot)).set(0);
    }
  }

  private void showSlots() {
    for (SlotState state : SlotState.values()) {
      long count = states.values().stream().filter(state::equals).count();
      slots.labels(word(state)).set((double) count);
    }
  }

  /** A slot trained an epoch. */
  public void epochDone(int slot, EpochMetrics epoch) {
    epochSeconds.labels(word(epoch.phase())).observe(epoch.seconds());
    if (epoch.seconds() > 0) {
      imagesPerSecond.labels(Integer.toString(slot)).set(epoch.images() / epoch.seconds());
    }
  }

  /** A trial had need of a stage. */
  public void stageUsed(StageUse use) {
    (use.reused() ? stageReuses : stageBuilds).labels(word(use.kind())).inc();
    stageBytes.set((double) use.storeBytes());
  }

  /** A runner process is gone. */
  public void runnerEnded(TrialOutcome outcome) {
    runnerExits.labels(label(outcome)).inc();
  }

  private static String label(TrialOutcome outcome) {
    if (outcome instanceof TrialOutcome.Failed failed) {
      return word(failed.failure());
    }
    return outcome instanceof TrialOutcome.Stopped ? STOPPED : SUCCEEDED;
  }

  /** How many reports of a slot wait to be acknowledged. */
  public void pendingReports(int slot, int count) {
    pending.put(slot, count);
    reportsPending.set(pending.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** A report was sent again. */
  public void reportResent() {
    reportsResent.inc();
  }

  /** Whether the coordinator knows this worker and is reachable. */
  public void connected(boolean connected) {
    coordinatorConnected.set(connected ? 1 : 0);
  }
}
