package cbd.worker.runner;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.training.checkpoint.CheckpointEvent;
import cbd.training.runner.RunnerMessage;
import cbd.training.stage.StageSettings;
import cbd.training.trial.RunSettings;
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.metrics.WorkerMetrics.SlotState;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static final String LEAVES = "it is told to go";

  private final int index;
  private final Share share;
  private final RunSettings settings;
  private final RunnerHost host;
  private final WorkerMetrics metrics;
  private final SlotCheckpoints checkpoints;

  // Guarded by this.
  private final Outbox outbox;
  private final Lineup lineup = new Lineup();
  private final Parting parting = new Parting();

  private final AtomicLong answers = new AtomicLong();
  private volatile Runnable bell = () -> {};

  /**
   * @param index from 0
   * @param share what it is of which device
   * @param dataDir folder with data sets; empty: none
   * @param cacheDir folder for decoded images; empty: in the data folder
   * @param threads intra-op threads of training
   * @param stages where stages that trials share are kept
   */
  public Slot(
      int index,
      Share share,
      String dataDir,
      String cacheDir,
      int threads,
      StageSettings stages,
      RunnerHost host,
      WorkerMetrics metrics) {
    this.index = index;
    this.share = share;
    this.settings =
        new RunSettings(dataDir, threads, Device.seenFromInside(share.device()), cacheDir, stages);
    this.host = host;
    this.metrics = metrics;
    checkpoints = new SlotCheckpoints(index, host, metrics.checkpoints());
    outbox = new Outbox(index, host, metrics);
    for (Spool.Undelivered found : host.undelivered(index)) {
      found.reports().forEach(report -> outbox.add(found.lease(), report));
      checkpoints.endedBefore(found.lease(), found.outcome());
    }
    String gpu = Device.visible(share.device(), System.getenv("CUDA_VISIBLE_DEVICES")).orElse("");
    metrics.slotOn(index, share.device(), gpu);
    showState();
  }

  public int index() {
    return index;
  }

  public Share share() {
    return share;
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
    if (parting.hasBegun() || isKnown(lease)) {
      return;
    }
    lineup.expected = null;
    RunnerMessage.Start order =
        new RunnerMessage.Start(
            spec, host.checkpoints().keeping(host.models().keeping(settings, lease), lease));
    Attempt attempt = new Attempt(this, lease, order);
    Attempt runs = lineup.current;
    if (runs == null) {
      begin(attempt);
    } else {
      log.info("Slot is superseded. slot={} old={} new={}", index, runs.id(), attempt.id());
      abandon(runs);
      lineup.next = attempt;
    }
    showState();
  }

  /**
   * An attempt will be started here when its checkpoint has come. It takes the place of whatever
   * was expected before, and is one of the {@link #leases} from now on.
   *
   * @return whether it may: it is not known here yet, and the slot is not told to go
   */
  public synchronized boolean expect(Lease lease) {
    if (parting.hasBegun() || isKnown(lease)) {
      return false;
    }
    lineup.expected = lease;
    return true;
  }

  /** Whether an attempt still waits for its checkpoint. */
  public synchronized boolean isExpected(Lease lease) {
    return lineup.expects(lease);
  }

  /** Starts an attempt unless it was stopped or handed back since it was expected. */
  public synchronized void startExpected(Lease lease, TrialSpec spec) {
    if (lineup.expects(lease)) {
      lineup.expected = null;
      start(lease, spec);
    }
  }

  /** Nobody fetches any more; what was expected has to be ordered again. */
  public synchronized void expectNothing() {
    lineup.expected = null;
  }

  private boolean isKnown(Lease lease) {
    return outbox.leases().anyMatch(lease.id()::equals) || lineup.knows(lease);
  }

  /** Stops an attempt and forgets what it reported: its lease is no longer valid. */
  public synchronized void stop(LeaseId lease, String reason) {
    outbox.drop(lease);
    checkpoints.dropped(lease);
    lineup.takeWaiting(lease);
    Attempt runs = lineup.current;
    if (runs != null && runs.id().equals(lease) && !runs.unwanted) {
      log.info("Attempt is stopped. slot={} lease={} reason={}", index, lease, reason);
      abandon(runs);
    }
    noticeEnd();
    showState();
  }

  /**
   * Does not run an attempt, and says so: it costs the trial nothing.
   *
   * @param reason why not, in words
   */
  public void decline(Lease lease, String reason) {
    synchronized (this) {
      if (isKnown(lease)) {
        return;
      }
      reportUnbegun(lease, reason);
    }
    bell.run();
  }

  private void reportUnbegun(Lease lease, String reason) {
    lineup.last = lease;
    outbox.add(new Report.End(lease.id(), 1, new TrialOutcome.Stopped(reason)));
  }

  /**
   * Stops an attempt in good order and reports that it was; what it reported before, or finishes
   * with meanwhile, counts.
   *
   * @return whether it is known here
   */
  public boolean handBack(LeaseId lease, String reason) {
    synchronized (this) {
      lineup.takeWaiting(lease).ifPresent(waiting -> reportUnbegun(waiting, reason));
      Attempt runs = lineup.current;
      if (runs != null && runs.id().equals(lease)) {
        runs.handBack(reason);
      }
    }
    bell.run();
    return leases().contains(lease);
  }

  private void abandon(Attempt attempt) {
    outbox.drop(attempt.id());
    attempt.unwanted = true;
    attempt.runner.stop();
  }

  /** Leases that run here or are about to, or whose reports wait here. */
  public synchronized Set<LeaseId> leases() {
    return Stream.concat(lineup.wanted(), outbox.leases()).collect(Collectors.toUnmodifiableSet());
  }

  /** The one report to deliver now; the next one only after its acknowledgement. */
  public synchronized Optional<Report> report() {
    return outbox.first();
  }

  /** Forgets a report that the coordinator has. */
  public synchronized void acknowledge(LeaseId lease, long sequence) {
    answered();
    if (outbox.acknowledge(lease, sequence)) {
      checkpoints.reported(lease);
    }
    noticeEnd();
  }

  /** The coordinator has taken a report, or a piece of a checkpoint. */
  public void answered() {
    answers.incrementAndGet();
  }

  /** How often it has; while that rises, it is worth while to wait for it to take the rest. */
  public long answers() {
    return answers.get();
  }

  /** How far the current attempt is, when that has changed since the last call. */
  public synchronized Optional<Step> takeStep() {
    Attempt attempt = lineup.current;
    if (attempt == null || attempt.unwanted || attempt.progress == null) {
      return Optional.empty();
    }
    Step step = new Step(attempt.id(), attempt.progress);
    attempt.progress = null;
    return Optional.of(step);
  }

  /** The newest checkpoint of the attempt that runs, or that was the last to run. */
  public Optional<Kept> checkpoint() {
    return checkpoints.newest();
  }

  /** A checkpoint under a lease. */
  public record Kept(LeaseId lease, Path file) {}

  /** A checkpoint is on this disk alone, for the coordinator could not keep it. */
  public void checkpointNotKept(String reason) {
    checkpoints.notKept(reason);
  }

  /** Progress under a lease. */
  public record Step(LeaseId lease, Progress progress) {}

  /** Process id of the runner; 0 when there is none. */
  public synchronized long pid() {
    Attempt runs = lineup.current;
    return runs == null ? 0 : runs.runner.pid();
  }

  /** Takes no more work and hands back what runs; completes when nothing does. */
  public CompletableFuture<Void> leave() {
    synchronized (this) {
      parting.begin();
      // Before anybody can find that all is delivered.
      lineup.takeWaiting().forEach(lease -> reportUnbegun(lease, LEAVES));
      if (lineup.current != null) {
        lineup.current.handBack(LEAVES);
      }
    }
    bell.run();
    noticeEnd();
    return parting.left();
  }

  /** Completes, once the slot has left, when the coordinator has all of its reports. */
  public CompletableFuture<Void> delivered() {
    return parting.delivered();
  }

  private synchronized void noticeEnd() {
    parting.notice(lineup.current != null, !outbox.isEmpty());
  }

  /** SIGKILL to whatever still runs. */
  public synchronized void kill() {
    if (lineup.current != null) {
      lineup.current.runner.kill();
    }
  }

  private void begin(Attempt attempt) {
    lineup.current = attempt;
    checkpoints.began();
    attempt.runner.start();
  }

  void progressed(Attempt attempt, Progress progress) {
    synchronized (this) {
      attempt.progress = progress;
    }
    bell.run();
  }

  void epochDone(Attempt attempt, EpochMetrics epoch) {
    report(attempt, new Report.Epoch(attempt.id(), ++attempt.sequence, epoch));
    if (!epoch.retold()) {
      metrics.epochDone(index, attempt.lease.trial(), epoch);
    }
    bell.run();
  }

  /** Why nothing can run here; empty when it can. */
  public synchronized Optional<String> trouble() {
    return lineup.trouble();
  }

  void checkpointed(Attempt attempt, CheckpointEvent event) {
    checkpoints.told(attempt.lease, event);
  }

  /** First to the disk, without a lock, for that may take its time; whether it is wanted. */
  private boolean report(Attempt attempt, Report report) {
    if (!isUnwanted(attempt)) {
      host.spool().add(attempt.lease, report);
    }
    synchronized (this) {
      if (attempt.unwanted) {
        outbox.drop(attempt.id());
      } else {
        outbox.add(attempt.lease, report);
      }
      return !attempt.unwanted;
    }
  }

  void ended(Attempt attempt, TrialOutcome outcome) {
    boolean unwanted = isUnwanted(attempt);
    checkpoints.ended(attempt.lease, unwanted ? new TrialOutcome.Stopped() : outcome);
    Report end = new Report.End(attempt.id(), ++attempt.sequence, attempt.said(outcome));
    if (!report(attempt, end)) {
      host.enclosures().add(new Enclosure.Log(attempt.id(), attempt.lease.trial()));
    }
    synchronized (this) {
      lineup.last = attempt.lease;
      lineup.current = null;
      Attempt waiting = lineup.next;
      lineup.next = null;
      if (waiting != null) {
        begin(waiting);
      }
      noticeEnd();
      showState();
    }
    metrics.runnerEnded(outcome);
    bell.run();
  }

  private synchronized boolean isUnwanted(Attempt attempt) {
    return attempt.unwanted;
  }

  WorkerMetrics metrics() {
    return metrics;
  }

  /** What all slots of the worker share. */
  public RunnerHost host() {
    return host;
  }

  private void showState() {
    Attempt runs = lineup.current;
    metrics.slotState(
        index, runs == null ? SlotState.IDLE : runs.unwanted ? SlotState.STOPPING : SlotState.BUSY);
  }
}
