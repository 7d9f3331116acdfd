package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.WorkerId;
import cbd.wire.WorkerProtocol;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where each worker is reached, and whom each ended lease belonged to.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class WorkerRefs {
  private static final int ENDED_KEPT = 10_000;

  private final Map<WorkerId, ActorRef<WorkerProtocol>> refs = new HashMap<>();
  private final Map<LeaseId, WorkerId> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LeaseId, WorkerId> eldest) {
          return size() > ENDED_KEPT;
        }
      };

  /** Notes the worker's address; returns the one it replaces. */
  Optional<ActorRef<WorkerProtocol>> put(WorkerId worker, ActorRef<WorkerProtocol> ref) {
    return Optional.ofNullable(refs.put(worker, ref)).filter(before -> !before.equals(ref));
  }

  Optional<ActorRef<WorkerProtocol>> find(WorkerId worker) {
    return Optional.ofNullable(refs.get(worker));
  }

  Optional<ActorRef<WorkerProtocol>> remove(WorkerId worker) {
    return Optional.ofNullable(refs.remove(worker));
  }

  void ended(Lease lease) {
    ended.put(lease.id(), lease.slot().worker());
  }

  /** The worker that held a lease which has ended, as far back as is remembered. */
  Optional<ActorRef<WorkerProtocol>> formerHolder(LeaseId lease) {
    return Optional.ofNullable(ended.get(lease)).flatMap(this::find);
  }

  /**
   * Tells a worker, at the address it has when this happens; nobody if it is gone by then: when it
   * registers again it is told what is valid.
   */
  Effect tell(WorkerId worker, WorkerProtocol message) {
    return new ToWorker(this, worker, message);
  }

  private record ToWorker(WorkerRefs refs, WorkerId worker, WorkerProtocol message)
      implements Effect {
    @Override
    public void happen() {
      refs.find(worker).ifPresent(ref -> ref.tell(message));
    }
  }
}
