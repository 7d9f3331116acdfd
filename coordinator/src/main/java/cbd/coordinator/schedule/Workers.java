package cbd.coordinator.schedule;

import cbd.domain.SlotId;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The registered workers and their idle slots: soft state, told anew by the workers after a
 * restart.
 */
final class Workers {
  /** Slot 0 of every worker before slot 1 of any: trials spread over machines. */
  static final Comparator<SlotId> SPREAD =
      Comparator.comparingInt(SlotId::index).thenComparing(SlotId::worker);

  /** One registered worker. */
  record Member(WorkerDescription worker, Instant lastPulse, boolean lost) {}

  /** In the order of their last pulses, the longest silent first. */
  private final Map<WorkerId, Member> members = new LinkedHashMap<>();

  private final NavigableSet<SlotId> idle = new TreeSet<>(SPREAD);

  Optional<Member> find(WorkerId id) {
    return Optional.ofNullable(members.get(id));
  }

  /** The process that registered under this name; null when none did. */
  @Nullable Long incarnation(WorkerId id) {
    Member member = members.get(id);
    return member == null ? null : member.worker().incarnation();
  }

  Collection<Member> all() {
    return Collections.unmodifiableCollection(members.values());
  }

  /** Slots of workers that are heard and have no lease, in the order of granting. */
  NavigableSet<SlotId> idle() {
    return Collections.unmodifiableNavigableSet(idle);
  }

  /**
   * Notes a sign of life.
   *
   * @param leased which of its slots are not idle
   */
  void heard(WorkerDescription worker, Instant now, Predicate<SlotId> leased) {
    Member before = members.remove(worker.id());
    members.put(worker.id(), new Member(worker, now, false));
    if (before == null || before.lost() || before.worker().incarnation() != worker.incarnation()) {
      removeSlots(worker.id());
      slots(worker).stream().filter(leased.negate()).forEach(idle::add);
    }
  }

  /** Marks a worker as lost; whether it was not before. */
  boolean lose(WorkerId id) {
    Member member = members.get(id);
    if (member == null || member.lost()) {
      return false;
    }
    members.replace(id, new Member(member.worker(), member.lastPulse(), true));
    removeSlots(id);
    return true;
  }

  void remove(WorkerId id) {
    members.remove(id);
    removeSlots(id);
  }

  /** Workers not heard since a time, the longest silent first. */
  List<Member> silentSince(Instant time) {
    List<Member> silent = new ArrayList<>();
    for (Member member : members.values()) {
      if (member.lastPulse().isAfter(time)) {
        break;
      }
      silent.add(member);
    }
    return silent;
  }

  /** A slot got a lease. */
  void occupy(SlotId slot) {
    idle.remove(slot);
  }

  /** A slot's lease ended; the slot is idle if its worker is heard and still has it. */
  void release(SlotId slot) {
    Member member = members.get(slot.worker());
    if (member != null && !member.lost() && slot.index() < member.worker().slots().size()) {
      idle.add(slot);
    }
  }

  private void removeSlots(WorkerId id) {
    idle.removeIf(slot -> slot.worker().equals(id));
  }

  private static List<SlotId> slots(WorkerDescription worker) {
    List<SlotId> slots = new ArrayList<>();
    for (int index = 0; index < worker.slots().size(); index++) {
      slots.add(new SlotId(worker.id(), index));
    }
    return slots;
  }
}
