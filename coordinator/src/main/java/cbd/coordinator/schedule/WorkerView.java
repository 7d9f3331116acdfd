package cbd.coordinator.schedule;

import cbd.domain.Lease;
import cbd.domain.WorkerDescription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A registered worker as people and metrics see it.
 *
 * @param lastPulse when it was last heard, by the coordinator's clock
 * @param lost whether that is longer ago than allowed
 * @param slots by slot index
 * @param hold why nothing is granted to it, if a person said so
 * @param trouble why it takes no work by its own word; empty: it does
 */
public record WorkerView(
    WorkerDescription worker,
    Instant lastPulse,
    boolean lost,
    List<Slot> slots,
    Optional<Hold> hold,
    String trouble) {
  public WorkerView {
    slots = List.copyOf(slots);
  }

  /**
   * One slot.
   *
   * @param device such as {@code cpu} or {@code gpu:0}
   * @param memory in bytes; 0: nobody knows
   * @param lease what it runs, or in which slot beside it an attempt runs that takes this one too
   * @param hold its quarantine
   */
  public record Slot(
      int index,
      String device,
      long memory,
      SlotState state,
      Optional<Lease> lease,
      Optional<Hold> hold) {}
}
