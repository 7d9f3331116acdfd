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
 */
public record WorkerView(
    WorkerDescription worker, Instant lastPulse, boolean lost, List<Slot> slots) {
  public WorkerView {
    slots = List.copyOf(slots);
  }

  /**
   * One slot.
   *
   * @param device such as {@code cpu} or {@code gpu:0}
   * @param lease what it runs
   */
  public record Slot(int index, String device, SlotState state, Optional<Lease> lease) {}
}
