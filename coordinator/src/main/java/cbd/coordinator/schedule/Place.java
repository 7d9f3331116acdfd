package cbd.coordinator.schedule;

import cbd.domain.SlotId;
import java.util.List;
import java.util.stream.Stream;

/**
 * Slots that a lease takes together.
 *
 * @param slot in which its attempt runs
 * @param beside indexes of the other slots of the same device, which stay empty as long
 */
record Place(SlotId slot, List<Integer> beside) {
  Place {
    beside = List.copyOf(beside);
  }

  static Place of(SlotId slot) {
    return new Place(slot, List.of());
  }

  /** All of them, the one in which the attempt runs first. */
  List<SlotId> slots() {
    return beside.isEmpty()
        ? List.of(slot)
        : Stream.concat(
                Stream.of(slot), beside.stream().map(index -> new SlotId(slot.worker(), index)))
            .toList();
  }
}
