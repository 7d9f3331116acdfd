package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.LeaseId;
import cbd.domain.Resources;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds each lease's slots against what its trial needs and against what the machines really are,
 * which no coordinator is asked for.
 */
final class ResourceAuditor {
  /**
   * A machine.
   *
   * @param devices of its slots
   * @param memory of each of them, bytes
   */
  record Machine(List<String> devices, long memory) {}

  private final Map<WorkerId, Machine> machines = new HashMap<>();
  private final Map<TrialId, Resources> needs = new HashMap<>();
  private final Map<LeaseId, List<SlotId>> granted = new HashMap<>();
  private final Map<TrialId, LeaseId> open = new HashMap<>();
  private final Map<SlotId, LeaseId> taken = new HashMap<>();
  private int several;

  void isThere(WorkerId worker, Machine machine) {
    machines.put(worker, machine);
  }

  void brought(Event.OfSweep sweep) {
    sweep
        .trials()
        .forEach(
            trial ->
                needs.merge(
                    trial.id(),
                    sweep.resources(),
                    (before, after) -> after.equals(Resources.ANY) ? before : after));
  }

  void granted(Event.LeaseGranted event) {
    List<SlotId> slots = new Place(event.lease().slot(), event.beside()).slots();
    Resources need = needs.get(event.lease().trial());
    Machine machine = machines.get(event.lease().slot().worker());
    assertThat(Set.copyOf(slots)).as("as many slots as are needed").hasSize(need.slots());
    assertThat(new HashSet<>(slots.stream().map(it -> machine.devices().get(it.index())).toList()))
        .as("slots of one device")
        .hasSize(1);
    assertThat(machine.memory() * need.slots())
        .as("memory of %s for %s", slots, need)
        .isGreaterThanOrEqualTo(need.memory());
    several += slots.size() > 1 ? 1 : 0;
    granted.put(event.lease().id(), slots);
    take(event.lease().trial(), event.lease().id());
  }

  void revived(Event.LeaseRevived event) {
    assertThat(new Place(event.slot(), event.beside()).slots())
        .as("the slots that it had")
        .isEqualTo(granted.get(event.lease()));
    take(event.trial(), event.lease());
  }

  private void take(TrialId trial, LeaseId lease) {
    open.put(trial, lease);
    for (SlotId slot : granted.get(lease)) {
      assertThat(taken.put(slot, lease)).as("slot %s has one lease at a time", slot).isNull();
    }
  }

  void ended(TrialId trial) {
    LeaseId lease = open.remove(trial);
    if (lease != null) {
      granted.get(lease).forEach(taken::remove);
    }
  }

  /**
   * A trial may wait beside an idle slot for another worker, because someone must be alone or needs
   * several slots, or because no idle slot has the memory that it needs.
   */
  static void checkThatAllWaitForSomething(ClusterState state) {
    boolean placeIsKept = !state.leases().alone().isEmpty();
    List<TrialStanding> withoutCause = new ArrayList<>();
    Set<Resources> tooBig = new HashSet<>();
    Queue.Walk walk = state.queue().walk();
    TrialEntry entry = walk.next();
    while (entry != null && !placeIsKept) {
      placeIsKept = entry.room() != Room.ANY || entry.resources().slots() > 1;
      if (entry.avoids().isEmpty() && !tooBig.contains(entry.resources())) {
        if (!isTooBig(entry, state)) {
          withoutCause.add(entry.standing());
        }
        tooBig.add(entry.resources());
      }
      entry = walk.next();
    }
    if (!placeIsKept) {
      assertThat(withoutCause).as("in a queue beside idle slots").isEmpty();
    }
  }

  private static boolean isTooBig(TrialEntry entry, ClusterState state) {
    return state.workerBook().idle().stream()
        .filter(slot -> state.workerBook().isWilling(slot.worker()))
        .filter(slot -> state.hold(slot.worker()).isEmpty())
        .filter(slot -> state.holdBook().of(slot).isEmpty())
        .allMatch(slot -> state.workerBook().memory(slot) < entry.resources().memory());
  }

  /** How many leases took more than one slot. */
  int several() {
    return several;
  }
}
