package cbd.coordinator.schedule;

import cbd.domain.Lease;
import cbd.domain.SlotId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workers and slots as people and metrics see them. */
final class WorkerViews {
  private final Workers workers;
  private final Leases leases;
  private final Holds holds;

  WorkerViews(Workers workers, Leases leases, Holds holds) {
    this.workers = workers;
    this.leases = leases;
    this.holds = holds;
  }

  /** How many slots are in each state; every state is there. */
  Map<SlotState, Integer> slots() {
    Map<SlotState, Integer> slots = new EnumMap<>(SlotState.class);
    for (SlotState state : SlotState.values()) {
      slots.put(state, 0);
    }
    for (Workers.Member member : workers.all()) {
      of(member).slots().forEach(slot -> slots.merge(slot.state(), 1, Integer::sum));
    }
    for (TrialEntry entry : leases.all()) {
      if (workers.find(entry.lease().slot().worker()).isEmpty()) {
        slots.merge(SlotState.LOST, entry.place().slots().size(), Integer::sum);
      }
    }
    return Collections.unmodifiableMap(slots);
  }

  WorkerView of(Workers.Member member) {
    List<WorkerView.Slot> slots = new ArrayList<>();
    for (int index = 0; index < member.worker().slots().size(); index++) {
      SlotId slot = new SlotId(member.worker().id(), index);
      Optional<Lease> lease = leases.in(slot).map(TrialEntry::lease);
      slots.add(
          new WorkerView.Slot(
              index,
              member.worker().slots().get(index),
              member.memory(index),
              slotState(member, slot, lease.isPresent()),
              lease,
              holds.of(slot)));
    }
    return new WorkerView(
        member.worker(),
        member.lastPulse(),
        member.lost(),
        slots,
        holds.of(member.worker().id()),
        member.trouble());
  }

  private SlotState slotState(Workers.Member member, SlotId slot, boolean leased) {
    if (member.lost()) {
      return SlotState.LOST;
    } else if (leased) {
      return SlotState.LEASED;
    } else if (holds.of(slot).isPresent()) {
      return SlotState.QUARANTINED;
    } else if (holds.of(slot.worker()).isPresent()) {
      return SlotState.CORDONED;
    }
    return member.trouble().isEmpty() ? SlotState.IDLE : SlotState.UNWILLING;
  }
}
