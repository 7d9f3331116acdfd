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

  /**
   * One registered worker.
   *
   * @param trouble why it takes no work; empty: it does
   * @param memory of each slot in bytes, by index, as far as it is known; 0: it is not
   */
  record Member(
      WorkerDescription worker,
      Instant lastPulse,
      boolean lost,
      String trouble,
      List<Long> memory) {
    Member {
      memory = List.copyOf(memory);
    }

    long memory(int slot) {
      return slot < memory.size() ? memory.get(slot) : 0;
    }
  }

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
   * @param trouble why it takes no work; empty: it does
   * @param leased which of its slots are not idle
   */
  void heard(WorkerDescription worker, String trouble, Instant now, Predicate<SlotId> leased) {
    @Nullable Member last = members.remove(worker.id());
    Optional<Member> before =
        Optional.ofNullable(last)
            .filter(member -> member.worker().incarnation() == worker.incarnation());
    members.put(
        worker.id(),
        new Member(worker, now, false, trouble, before.map(Member::memory).orElse(List.of())));
    if (before.isEmpty() || before.get().lost()) {
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
    members.replace(
        id,
        new Member(member.worker(), member.lastPulse(), true, member.trouble(), member.memory()));
    removeSlots(id);
    return true;
  }

  /**
   * A worker tells its slots' memory.
   *
   * @param bytes by slot index; 0: not known
   */
  void remember(WorkerId id, long incarnation, List<Long> bytes) {
    find(id)
        .filter(member -> member.worker().incarnation() == incarnation)
        .ifPresent(
            member ->
                members.replace(
                    id,
                    new Member(
                        member.worker(),
                        member.lastPulse(),
                        member.lost(),
                        member.trouble(),
                        bytes)));
  }

  /** A slot's memory in bytes; 0: nobody knows. */
  long memory(SlotId slot) {
    return find(slot.worker()).map(member -> member.memory(slot.index())).orElse(0L);
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

  /** Whether a worker is there, heard, and takes work. */
  boolean isWilling(WorkerId id) {
    return find(id).filter(Workers::isWilling).isPresent();
  }

  private static boolean isWilling(Member member) {
    return !member.lost() && member.trouble().isEmpty();
  }

  /** Whether there is a willing worker besides this one that a test lets pass. */
  boolean anyBut(WorkerId id, Predicate<WorkerId> test) {
    return members.values().stream()
        .filter(Workers::isWilling)
        .map(member -> member.worker().id())
        .anyMatch(other -> !other.equals(id) && test.test(other));
  }

  /** All slots of willing workers, idle or not. */
  List<SlotId> slotsInService() {
    return members.values().stream()
        .filter(Workers::isWilling)
        .flatMap(member -> slots(member.worker()).stream())
        .toList();
  }

  /** All slots of a worker, idle or not; none when it is not there. */
  List<SlotId> slots(WorkerId id) {
    return find(id).map(member -> slots(member.worker())).orElse(List.of());
  }

  /** What a slot trains on; empty when its worker is not there or has no such slot. */
  Optional<String> device(SlotId slot) {
    return find(slot.worker())
        .map(member -> member.worker().slots())
        .filter(devices -> slot.index() < devices.size())
        .map(devices -> devices.get(slot.index()));
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
