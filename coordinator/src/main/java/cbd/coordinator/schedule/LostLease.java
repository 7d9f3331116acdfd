package cbd.coordinator.schedule;

import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import java.util.List;

/**
 * The last lease of a trial, which expired. Until the trial is granted again its worker may come
 * back with it.
 *
 * @param lastSequence the highest report number the store has of it
 * @param beside indexes of the other slots that it took
 */
public record LostLease(
    LeaseId id, int attempt, SlotId slot, long lastSequence, List<Integer> beside) {
  public LostLease {
    beside = List.copyOf(beside);
  }

  /** One that took a single slot. */
  public LostLease(LeaseId id, int attempt, SlotId slot, long lastSequence) {
    this(id, attempt, slot, lastSequence, List.of());
  }

  Place place() {
    return new Place(slot, beside);
  }
}
