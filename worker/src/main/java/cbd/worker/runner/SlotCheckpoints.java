package cbd.worker.runner;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.worker.metrics.CheckpointMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a slot knows of its attempts' checkpoints. Thread-safe. */
final class SlotCheckpoints {
  private static final Logger log = LoggerFactory.getLogger(SlotCheckpoints.class);

  /**
   * A stale report is acknowledged as well, and only then told to be stale: another attempt needs
   * the checkpoints.
   */
  private static final Duration FORGET = Duration.ofSeconds(5);

  private final int slot;
  private final RunnerHost host;
  private final CheckpointMetrics metrics;

  // Guarded by this.
  private Slot.@Nullable Kept newest;

  /** Trials that no attempt will go on with, once the coordinator has heard of it. */
  private final Map<LeaseId, TrialId> ended = new HashMap<>();

  SlotCheckpoints(int slot, RunnerHost host, CheckpointMetrics metrics) {
    this.slot = slot;
    this.host = host;
    this.metrics = metrics;
  }

  /** Of the attempt that runs, or that was the last to run; none when it was the trial's last. */
  synchronized Optional<Slot.Kept> newest() {
    return Optional.ofNullable(newest);
  }

  /** An attempt begins. */
  void began() {
    metrics.working(slot, true);
  }

  /** What became of a checkpoint of an attempt that is wanted. */
  void told(Lease lease, CheckpointEvent event) {
    metrics.told(slot, event);
    if (event instanceof CheckpointEvent.Kept kept) {
      synchronized (this) {
        newest = new Slot.Kept(lease.id(), Path.of(kept.file()));
      }
    } else if (event instanceof CheckpointEvent.Resumed resumed) {
      log.info(
          "Attempt goes on from a checkpoint. lease={} trial={} from={}",
          lease.id(),
          lease.trial(),
          resumed.from());
    } else if (event instanceof CheckpointEvent.Failed failed) {
      log.warn(
          "A checkpoint could not be kept; the attempt goes on. lease={} reason={}",
          lease.id(),
          failed.reason());
    }
  }

  /** The coordinator could not keep one. */
  void notKept(String reason) {
    metrics.notKept();
    log.warn(
        "A checkpoint stays on this disk alone; it is tried again. slot={} reason={}",
        slot,
        reason);
  }

  /** An attempt is over. */
  synchronized void ended(Lease lease, TrialOutcome outcome) {
    metrics.working(slot, false);
    if (Outcomes.isFinal(outcome)) {
      newest = null;
    }
    endedBefore(lease, outcome);
  }

  /** An attempt was over before the worker was started, and is still to be reported. */
  synchronized void endedBefore(Lease lease, TrialOutcome outcome) {
    if (Outcomes.isFinal(outcome)) {
      ended.put(lease.id(), lease.trial());
    }
  }

  /** The lease was not valid any more: what it came to does not count. */
  synchronized void dropped(LeaseId lease) {
    ended.remove(lease);
  }

  /** The coordinator has all reports of a lease. */
  synchronized void reported(LeaseId lease) {
    if (!ended.containsKey(lease)) {
      return;
    }
    try {
      var unused =
          host.clock().schedule(() -> forget(lease), FORGET.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("The worker closes; checkpoints of lease {} stay.", lease);
    }
  }

  private synchronized void forget(LeaseId lease) {
    TrialId trial = ended.remove(lease);
    if (trial != null) {
      host.disk().execute(() -> host.checkpoints().forget(trial));
    }
  }
}
