package cbd.wire;

import cbd.domain.CheckpointName;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import java.time.Duration;
import java.util.List;

/** What the coordinator says to a worker. */
public sealed interface WorkerProtocol extends Wire {

  /**
   * The worker is known; work may follow.
   *
   * @param epoch the coordinator's term of office; rises with each new active coordinator
   * @param pulseEvery how often the worker shall send a pulse
   * @param adopted those of the worker's running leases that are still valid; it stops the others
   */
  record Registered(long epoch, Duration pulseEvery, List<LeaseId> adopted)
      implements WorkerProtocol {
    public Registered {
      adopted = List.copyOf(adopted);
    }
  }

  /** The worker may not join, and why. */
  record RegistrationRefused(String reason) implements WorkerProtocol {}

  /** The coordinator does not know this worker (it has just started): register again. */
  record RegistrationNeeded() implements WorkerProtocol {}

  /** Run this attempt in the lease's slot. */
  record StartAttempt(Lease lease, TrialSpec spec) implements WorkerProtocol {}

  /** Stop: the lease is no longer valid, or a person cancelled the trial. */
  record StopAttempt(LeaseId lease, String reason) implements WorkerProtocol {}

  /**
   * Stop this attempt, keep what can be kept of it, and report {@link
   * cbd.domain.TrialOutcome.Stopped}: the lease is valid until then. Said again until it is done.
   */
  record HandBack(LeaseId lease, String reason) implements WorkerProtocol {}

  /** Nothing is left to do here, and a person wants the worker to go. */
  record Depart(String reason) implements WorkerProtocol {}

  /** The store has this report, or it is stale and nobody wants it: forget it. */
  record Acknowledged(LeaseId lease, long sequence) implements WorkerProtocol {}

  /**
   * Which piece of a checkpoint is wanted next.
   *
   * @param next its offset; the file's size: all of it is kept; -1: it is not wanted; -2: it would
   *     be, but cannot be kept now
   */
  record CheckpointTaken(LeaseId lease, CheckpointName name, long next) implements WorkerProtocol {
    /** {@code next} of a checkpoint that is not wanted. */
    public static final long NOT_WANTED = -1;

    /** {@code next} where there is no room, or the disk fails. */
    public static final long CANNOT_BE_KEPT = -2;
  }

  /**
   * A piece of the furthest checkpoint that is of use.
   *
   * @param name {@link CheckpointName#NONE}: there is none such
   * @param size of the whole file in bytes
   * @param offset of this piece
   */
  record CheckpointPiece(LeaseId lease, CheckpointName name, long size, long offset, Bytes bytes)
      implements WorkerProtocol {}

  /**
   * Somebody reads an attempt's log; answered with a {@link CoordinatorProtocol.LogPiece}, or not
   * at all where it cannot be read now.
   *
   * @param request number of the question
   * @param offset of the piece that is wanted; negative: counted from the log's end
   * @param most bytes of it; more than {@link Bytes#MAX} never come
   */
  record LogWanted(LeaseId lease, long request, long offset, int most) implements WorkerProtocol {}

  /** The end of this lease's log is kept, or never will be: say it no more. */
  record LogKept(LeaseId lease) implements WorkerProtocol {}

  /**
   * The picture is known to belong to the lease's trial.
   *
   * @param wanted whether its bytes are not there yet
   */
  record PictureTaken(LeaseId lease, String digest, boolean wanted) implements WorkerProtocol {}

  /**
   * A network that an attempt has trained is wanted; answered with a {@link
   * CoordinatorProtocol.ModelPiece}, or not at all where it cannot be read now.
   *
   * @param trial of the attempt: a worker may have files of leases of another store
   * @param network {@link Phase#FINAL} or {@link Phase#BACKDOORED}
   * @param request number of the question
   * @param offset of the piece that is wanted
   * @param most bytes of it; more than {@link Bytes#MAX} never come
   */
  record ModelWanted(
      TrialId trial, LeaseId lease, Phase network, long request, long offset, int most)
      implements WorkerProtocol {}
}
