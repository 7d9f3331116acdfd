package cbd.wire;

import akka.actor.typed.ActorRef;
import cbd.domain.EpochMetrics;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
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

  /** The worker's process lives. Renews no lease. */
  record Pulse(WorkerId worker, long incarnation, ActorRef<WorkerProtocol> replyTo)
      implements CoordinatorProtocol {}

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

  /** The worker shuts down in good order; its running attempts are lost. */
  record WorkerLeaving(WorkerId worker, long incarnation) implements CoordinatorProtocol {}
}
