package cbd.worker.bench;

import akka.actor.typed.ActorRef;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A slot that trains nothing: one report at a time, each until it is acknowledged, as a real one.
 * Not thread-safe; its worker's actor owns it.
 */
final class SimulatedSlot {
  /** Scores and provenance of the length that real ones have; every trial has the same. */
  private static final Scores SCORES =
      new Scores(0.8731999993324280, 0.0214444454461336, 0.7953333258628845, 0.8663333058357239);

  private static final Provenance PROVENANCE =
      new Provenance(
          "0123456789abcdef0123456789abcdef01234567",
          false,
          "simulated",
          "no engine, nothing was trained",
          "17",
          "simulated",
          "cpu",
          1,
          "",
          "");

  private static final int STEPS = 391;

  private final PretendedTrial trial;
  private final Tally tally;
  private @Nullable Lease lease;
  private @Nullable CoordinatorProtocol report;
  private @Nullable String handedBack;
  private long sequence;
  private long sentAt;
  private long resultSentAt = Long.MIN_VALUE;

  SimulatedSlot(PretendedTrial trial, Tally tally) {
    this.trial = trial;
    this.tally = tally;
  }

  /** The lease whose attempt runs or is not acknowledged yet. */
  Optional<LeaseId> lease() {
    return Optional.ofNullable(lease).map(Lease::id);
  }

  boolean holds(LeaseId id) {
    return lease != null && lease.id().equals(id);
  }

  /** Whether an attempt runs, and nothing of it waits for an acknowledgement. */
  boolean isTraining(LeaseId id) {
    return holds(id) && report == null;
  }

  /** How long until the next report of the attempt that runs; zero when none does. */
  Duration untilNext() {
    return lease == null ? Duration.ZERO : trial.before(sequence + 1, lease.id());
  }

  /** What a real slot says between two reports; empty when nothing runs or a report waits. */
  Optional<CoordinatorProtocol> progress() {
    Lease held = lease;
    if (held == null || report != null) {
      return Optional.empty();
    }
    int epochs = (int) Math.min(Math.max(1, trial.epochs()), Integer.MAX_VALUE);
    int epoch = (int) Math.min(sequence + 1, epochs);
    double done = Math.min(1.0, (double) sequence / epochs);
    return Optional.of(
        new CoordinatorProtocol.Progressed(
            held.id(), new Progress(Phase.FINAL, epoch, epochs, 0, STEPS, done)));
  }

  /** Begins an attempt, in place of whatever ran, unless it is the same one, ordered again. */
  void start(Lease granted, long now) {
    if (holds(granted.id())) {
      return;
    }
    if (resultSentAt != Long.MIN_VALUE) {
      tally.dispatched(now - resultSentAt);
      resultSentAt = Long.MIN_VALUE;
    }
    tally.started(now);
    lease = granted;
    report = null;
    handedBack = null;
    sequence = 0;
  }

  /** Forgets an attempt that was not to go on. */
  void stop(LeaseId id) {
    if (holds(id)) {
      lease = null;
      report = null;
    }
  }

  /** An attempt shall not go on: the next report says so, and why. */
  void handBack(LeaseId id, String reason) {
    if (holds(id) && handedBack == null) {
      handedBack = reason;
    }
  }

  /**
   * The next report: another epoch's, or the end.
   *
   * @throws IllegalStateException when no attempt runs
   */
  CoordinatorProtocol next(ActorRef<WorkerProtocol> replyTo, long now) {
    Lease held = lease;
    if (held == null) {
      throw new IllegalStateException("a slot without a lease has nothing to report");
    }
    sequence++;
    sentAt = now;
    if (handedBack != null) {
      TrialOutcome stopped = new TrialOutcome.Stopped(handedBack);
      report = new CoordinatorProtocol.AttemptFinished(held.id(), sequence, stopped, replyTo);
    } else if (sequence <= trial.epochs()) {
      EpochMetrics metrics =
          new EpochMetrics(
              Phase.FINAL,
              (int) Math.min(sequence, Integer.MAX_VALUE),
              0.3482173681259155,
              SCORES,
              1,
              2500,
              new Diagnostics.None());
      report = new CoordinatorProtocol.EpochDone(held.id(), sequence, metrics, replyTo);
    } else {
      resultSentAt = now;
      report =
          new CoordinatorProtocol.AttemptFinished(
              held.id(),
              sequence,
              new TrialOutcome.Succeeded(
                  new TrialResult(SCORES, trial.lasts().toMillis() / 1e3, PROVENANCE)),
              replyTo);
    }
    return report;
  }

  /**
   * The coordinator has a report.
   *
   * @return whether another one follows
   */
  boolean acknowledge(LeaseId id, long acknowledged, long now) {
    if (!holds(id) || acknowledged != sequence || report == null) {
      return false;
    }
    CoordinatorProtocol taken = report;
    report = null;
    if (taken instanceof CoordinatorProtocol.AttemptFinished end) {
      lease = null;
      if (end.outcome() instanceof TrialOutcome.Succeeded) {
        tally.finished(now);
      }
      return false;
    }
    tally.epoch(now - sentAt);
    return true;
  }

  /** The report that has waited for its answer since before this moment, if there is one. */
  Optional<CoordinatorProtocol> unanswered(long sentBefore) {
    return Optional.ofNullable(report).filter(waiting -> sentAt < sentBefore);
  }
}
