package cbd.wire;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
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

  /** The store has this report, or it is stale and nobody wants it: forget it. */
  record Acknowledged(LeaseId lease, long sequence) implements WorkerProtocol {}
}
