package cbd.worker.runner;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.training.runner.RunnerMessage;
import cbd.training.stage.StageSettings;
import cbd.training.stage.StageUse;
import cbd.training.trial.RunSettings;
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.metrics.WorkerMetrics.SlotState;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One share of one device: at most one runner process, and the reports that the coordinator does
 * not have yet.
 *
 * <p>Lives as long as the worker's process, beyond any actor system: training goes on and reports
 * wait while the worker is out of the cluster. Whoever delivers them {@link #listen listens} for
 * the bell. Thread-safe; no method blocks, and the bell is rung without a lock.
 */
public final class Slot {
  private static final Logger log = LoggerFactory.getLogger(Slot.class);

  private final int index;
  private final String device;
  private final RunSettings settings;
  private final RunnerHost host;
  private final WorkerMetrics metrics;
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  // Guarded by this.
  private final Outbox outbox = new Outbox();
  private @Nullable Attempt current;
  private @Nullable Attempt next;
  private @Nullable Lease last;
  private boolean leaving;

  private volatile Runnable bell = () -> {};

  /**
   * @param index from 0
   * @param device {@code cpu}, {@code gpu:0} and so on
   * @param dataDir folder with data sets; empty: none
   * @param cacheDir folder for decoded images; empty: in the data folder
   * @param threads intra-op threads of training
   * @param stages where stages that trials share are kept
   */
  public Slot(
      int index,
      String device,
      String dataDir,
      String cacheDir,
      int threads,
      StageSettings stages,
      RunnerHost host,
      WorkerMetrics metrics) {
    this.index = index;
    this.device = device;
    this.settings =
        new RunSettings(dataDir, threads, Device.seenFromInside(device), cacheDir, stages);
    this.host = host;
    this.metrics = metrics;
    showState();
  }

  public int index() {
    return index;
  }

  public String device() {
    return device;
  }

  /**
   * Who is told that there is something to deliver; replaces the one before.
   *
   * @param bell must not block; may be called on any thread
   */
  public void listen(Runnable bell) {
    this.bell = bell;
    bell.run();
  }

  /**
   * Runs an attempt. One that still runs is stopped for it: its lease must have ended, or this one
   * would not have been granted.
   */
  public synchronized void start(Lease lease, TrialSpec spec) {
    if (leaving || isKnown(lease)) {
      return;
    }
    Attempt attempt = new Attempt(lease, spec);
    if (current == null) {
      begin(attempt);
    } else {
      log.info("Slot is superseded. slot={} old={} new={}", index, current.id(), attempt.id());
      abandon(current);
      next = attempt;
    }
    showState();
  }

  private boolean isKnown(Lease lease) {
    return Stream.of(
            Optional.ofNullable(current).map(attempt -> attempt.lease),
            Optional.ofNullable(next).map(attempt -> attempt.lease),
            Optional.ofNullable(last))
        .flatMap(Optional::stream)
        // Not the id alone: a coordinator with a new store counts from 1 again.
        .anyMatch(
            known ->
                known.id().equals(lease.id())
                    && known.trial().equals(lease.trial())
                    && known.attempt() == lease.attempt());
  }

  /** Stops an attempt and forgets what it reported: its lease is no longer valid. */
  public synchronized void stop(LeaseId lease, String reason) {
    outbox.drop(lease);
    showPending();
    if (next != null && next.id().equals(lease)) {
      next = null;
    }
    if (current != null && current.id().equals(lease) && !current.unwanted) {
      log.info("Attempt is stopped. slot={} lease={} reason={}", index, lease, reason);
      abandon(current);
    }
    showState();
  }

  private void abandon(Attempt attempt) {
    outbox.drop(attempt.id());
    attempt.unwanted = true;
    attempt.runner.stop();
  }

  /** Leases that run here, or whose reports wait here. */
  public synchronized Set<LeaseId> leases() {
    Stream<LeaseId> attempts =
        Stream.of(Optional.ofNullable(current), Optional.ofNullable(next))
            .flatMap(Optional::stream)
            .filter(attempt -> !attempt.unwanted)
            .map(Attempt::id);
    return Stream.concat(attempts, outbox.leases()).collect(Collectors.toUnmodifiableSet());
  }

  /** The one report to deliver now; the next one only after its acknowledgement. */
  public synchronized Optional<Report> report() {
    return outbox.first();
  }

  /** Forgets a report that the coordinator has. */
  public synchronized void acknowledge(LeaseId lease, long sequence) {
    if (outbox.acknowledge(lease, sequence)) {
      showPending();
    }
  }

  /** How far the current attempt is, when that has changed since the last call. */
  public synchronized Optional<Step> takeStep() {
    Attempt attempt = current;
    if (attempt == null || attempt.unwanted || attempt.progress == null) {
      return Optional.empty();
    }
    Step step = new Step(attempt.id(), attempt.progress);
    attempt.progress = null;
    return Optional.of(step);
  }

  /** Progress under a lease. */
  public record Step(LeaseId lease, Progress progress) {}

  /** Process id of the runner; 0 when there is none. */
  public synchronized long pid() {
    return current == null ? 0 : current.runner.pid();
  }

  /** Takes no more work and stops what runs; completes when nothing does. */
  public synchronized CompletableFuture<Void> leave() {
    leaving = true;
    next = null;
    if (current == null) {
      left.complete(null);
    } else if (!current.unwanted) {
      abandon(current);
    }
    return left;
  }

  /** SIGKILL to whatever still runs. */
  public synchronized void kill() {
    if (current != null) {
      current.runner.kill();
    }
  }

  private void begin(Attempt attempt) {
    current = attempt;
    attempt.runner.start();
  }

  private void progressed(Attempt attempt, Progress progress) {
    synchronized (this) {
      attempt.progress = progress;
    }
    bell.run();
  }

  private void epochDone(Attempt attempt, EpochMetrics epoch) {
    synchronized (this) {
      if (!attempt.unwanted) {
        outbox.add(new Report.Epoch(attempt.id(), ++attempt.sequence, epoch));
        showPending();
      }
    }
    metrics.epochDone(index, epoch);
    bell.run();
  }

  private void ended(Attempt attempt, TrialOutcome outcome) {
    synchronized (this) {
      if (!attempt.unwanted) {
        outbox.add(new Report.End(attempt.id(), ++attempt.sequence, Outcomes.trimmed(outcome)));
        showPending();
      }
      last = attempt.lease;
      current = null;
      Attempt waiting = next;
      next = null;
      if (waiting != null && !leaving) {
        begin(waiting);
      }
      if (leaving) {
        left.complete(null);
      }
      showState();
    }
    metrics.runnerEnded(outcome);
    bell.run();
  }

  private void showPending() {
    metrics.pendingReports(index, outbox.size());
  }

  private void showState() {
    metrics.slotState(
        index,
        current == null ? SlotState.IDLE : current.unwanted ? SlotState.STOPPING : SlotState.BUSY);
  }

  /** One go at a trial; its fields are guarded by the slot. */
  private final class Attempt {
    final Lease lease;
    final RunnerProcess runner;
    long sequence;
    boolean unwanted;
    @Nullable Progress progress;

    Attempt(Lease lease, TrialSpec spec) {
      this.lease = lease;
      runner =
          new RunnerProcess(
              host,
              lease.id(),
              new RunnerMessage.Start(spec, host.models().keeping(settings, lease)),
              device,
              new Ear(this));
    }

    LeaseId id() {
      return lease.id();
    }
  }

  /** Carries what a runner says to the slot. */
  private final class Ear implements RunnerListener {
    private final Attempt attempt;

    Ear(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public void progressed(Progress progress) {
      Slot.this.progressed(attempt, progress);
    }

    @Override
    public void stageUsed(StageUse use) {
      metrics.stageUsed(use);
    }

    @Override
    public void epochDone(EpochMetrics metrics) {
      Slot.this.epochDone(attempt, metrics);
    }

    @Override
    public void ended(TrialOutcome outcome) {
      Slot.this.ended(attempt, outcome);
    }
  }
}
