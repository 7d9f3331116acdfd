package cbd.wire;

import akka.actor.typed.ActorRef;
import cbd.domain.CheckpointName;
import cbd.domain.EpochMetrics;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.List;

/**
 * What a worker says to the coordinator.
 *
 * <p>Reports ({@link EpochDone}, {@link AttemptFinished}) are sent again until they are {@link
 * WorkerProtocol.Acknowledged}, which happens only when the store has them; they are counted once.
 */
public sealed interface CoordinatorProtocol extends Wire {

  /**
   * "Here I am": at start, and again whenever the coordinator asks.
   *
   * @param running leases whose attempts this worker still runs or still has reports of
   * @param protocolVersion {@link Wire#PROTOCOL_VERSION} of the worker
   */
  record RegisterWorker(
      WorkerDescription worker,
      List<LeaseId> running,
      int protocolVersion,
      ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {
    public RegisterWorker {
      running = List.copyOf(running);
    }
  }

  /**
   * The worker's process lives, and whether it takes work. Renews no lease.
   *
   * @param trouble why it takes none, in words for people, such as {@code its disk is full}; empty:
   *     it takes some
   */
  record Condition(
      WorkerId worker, long incarnation, String trouble, ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {}

  /** What the worker's clock says as this is sent, with each {@link Condition}. */
  record ClockRead(WorkerId worker, Instant at) implements CoordinatorProtocol {}

  /**
   * How much memory each of the worker's slots has, as soon as it is registered and with each
   * {@link Condition}. Workers before this message do not say, and coordinators before it do not
   * understand: a registration, which both do, stays as it is. Without it nothing is granted that
   * asks for memory.
   *
   * @param bytes by slot index; 0: not known
   */
  record SlotMemory(WorkerId worker, long incarnation, List<Long> bytes)
      implements CoordinatorProtocol {
    public SlotMemory {
      bytes = List.copyOf(bytes);
    }
  }

  /**
   * The runner of this lease is within its own pace, though no batch was trained since the last
   * word: renews the lease. Said as well of an attempt without a runner: one whose checkpoint is
   * being fetched, and one whose reports, or the last checkpoint before its end, are not all with
   * the coordinator. Not acknowledged.
   */
  record StillRunning(LeaseId lease) implements CoordinatorProtocol {}

  /** Batches were trained since the last such message: renews the lease. Not acknowledged. */
  record Progressed(LeaseId lease, Progress progress) implements CoordinatorProtocol {}

  /**
   * One epoch's measurement.
   *
   * @param sequence of this lease's reports, from 1
   */
  record EpochDone(
      LeaseId lease, long sequence, EpochMetrics metrics, ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {}

  /** The attempt is over; the last report of a lease. */
  record AttemptFinished(
      LeaseId lease, long sequence, TrialOutcome outcome, ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {}

  /** The worker shuts down in good order; what it has not handed back until now it does here. */
  record WorkerLeaving(WorkerId worker, long incarnation) implements CoordinatorProtocol {}

  /**
   * A piece of the attempt's newest checkpoint, for whoever goes on with the trial. Of each lease
   * one piece is on its way at a time; the answer says which is wanted next, and a piece that is
   * not that one is answered alike, so that none need be acknowledged twice.
   *
   * @param size of the whole file in bytes
   * @param offset of this piece
   */
  record CheckpointChunk(
      LeaseId lease,
      CheckpointName name,
      long size,
      long offset,
      Bytes bytes,
      ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {}

  /**
   * Before an attempt that is not a trial's first one: is there a checkpoint that is of use beside
   * what is here?
   *
   * @param have the furthest one here of each making
   * @param name the one of which a piece is wanted; {@link CheckpointName#NONE}: whichever there is
   * @param offset of the piece
   */
  record CheckpointWanted(
      LeaseId lease,
      List<CheckpointName> have,
      CheckpointName name,
      long offset,
      ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {
    public CheckpointWanted {
      have = List.copyOf(have);
    }
  }

  /**
   * A piece of an attempt's log, as {@link WorkerProtocol.LogWanted} asked. Not acknowledged.
   *
   * @param request the question's number
   * @param size of the whole log in bytes as of now; -1: the worker has none of this lease
   * @param offset of this piece
   */
  record LogPiece(LeaseId lease, long request, long size, long offset, Bytes bytes)
      implements CoordinatorProtocol {
    /** {@code size} where there is no log. */
    public static final long NONE = -1;
  }

  /**
   * The end of the log of an attempt that is over, to be kept. May be lost: it is said a few times
   * until it is {@link WorkerProtocol.LogKept}, and not before the attempt's last report is {@link
   * WorkerProtocol.Acknowledged} or nobody wants its reports. Not taken while the lease is valid.
   *
   * @param trial the attempt's: a coordinator with a new store counts leases from 1 again
   * @param size of the whole log in bytes
   * @param bytes the last ones of it
   */
  record LogEnd(
      LeaseId lease, TrialId trial, long size, Bytes bytes, ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {
    /** Most that is kept of a log, bytes. */
    public static final int MAX = 1 << 16;
  }

  /**
   * What older workers say in place of {@link LogEnd}, which may be before the attempt's reports.
   */
  record LogTail(LeaseId lease, long size, Bytes bytes, ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {}

  /**
   * What the attempt's trial does to images, as a picture; see {@link cbd.domain.AttackPicture}.
   * First without its bytes, as many trials share one; with them when {@link
   * WorkerProtocol.PictureTaken} wants them. May be lost like a {@link LogEnd}.
   *
   * @param digest SHA-256 of the picture's bytes, hexadecimal
   * @param images shown
   * @param gain factor on the change
   * @param png all of the picture, or nothing
   */
  record PictureTold(
      LeaseId lease,
      String digest,
      int images,
      int gain,
      Bytes png,
      ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {}

  /**
   * A piece of a network that an attempt has trained, as {@link WorkerProtocol.ModelWanted} asked.
   * Not acknowledged.
   *
   * @param request the question's number
   * @param size of the whole file in bytes; -1: the worker has none such
   * @param offset of this piece
   */
  record ModelPiece(LeaseId lease, long request, long size, long offset, Bytes bytes)
      implements CoordinatorProtocol {
    /** {@code size} where there is no such file. */
    public static final long NONE = -1;
  }
}
