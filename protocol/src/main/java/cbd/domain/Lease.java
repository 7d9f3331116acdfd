package cbd.domain;

import java.time.Instant;

/**
 * One slot's right to run one attempt until a time.
 *
 * @param id fencing token
 * @param trial what runs
 * @param attempt from 1
 * @param slot who may run it
 * @param expiresAt moved on by progress, not by pulses
 */
public record Lease(LeaseId id, TrialId trial, int attempt, SlotId slot, Instant expiresAt) {
  public Lease expiringAt(Instant later) {
    return new Lease(id, trial, attempt, slot, later);
  }
}
