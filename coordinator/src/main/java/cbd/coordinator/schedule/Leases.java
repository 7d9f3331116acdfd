package cbd.coordinator.schedule;

import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The leased trials: by lease, by slot and by expiry. */
final class Leases {
  private final Map<LeaseId, TrialEntry> byId = new HashMap<>();
  private final NavigableMap<SlotId, TrialEntry> bySlot = new TreeMap<>();
  private final NavigableSet<TrialEntry> byExpiry =
      new TreeSet<>(
          Comparator.comparing((TrialEntry entry) -> entry.lease().expiresAt())
              .thenComparing(entry -> entry.lease().id()));

  /** Those that must have fewer neighbours than there are slots. */
  private final Map<LeaseId, TrialEntry> alone = new TreeMap<>();

  void add(TrialEntry entry) {
    if (entry.room() != Room.ANY) {
      alone.put(entry.lease().id(), entry);
    }
    byId.put(entry.lease().id(), entry);
    entry.place().slots().forEach(slot -> bySlot.put(slot, entry));
    byExpiry.add(entry);
  }

  void remove(TrialEntry entry) {
    alone.remove(entry.lease().id());
    byExpiry.remove(entry);
    entry.place().slots().forEach(bySlot::remove);
    byId.remove(entry.lease().id());
  }

  /** Moves a lease's end on. */
  void renew(TrialEntry entry, Instant expiresAt) {
    byExpiry.remove(entry);
    entry.renew(expiresAt);
    byExpiry.add(entry);
  }

  Collection<TrialEntry> alone() {
    return alone.values();
  }

  Optional<TrialEntry> find(LeaseId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Whose lease has a slot, be it the one in which the attempt runs or one beside it. */
  Optional<TrialEntry> in(SlotId slot) {
    return Optional.ofNullable(bySlot.get(slot));
  }

  /** Whether no lease has any of these slots. */
  boolean isFree(Place place) {
    return place.slots().stream().noneMatch(bySlot::containsKey);
  }

  /** A worker's leased trials, by slot. */
  List<TrialEntry> of(WorkerId worker) {
    return each(
        bySlot.subMap(new SlotId(worker, 0), true, new SlotId(worker, Integer.MAX_VALUE), true));
  }

  /** All, by slot. */
  List<TrialEntry> all() {
    return each(bySlot);
  }

  /** Each once, at the slot in which its attempt runs. */
  private static List<TrialEntry> each(Map<SlotId, TrialEntry> bySlot) {
    return bySlot.entrySet().stream()
        .filter(entry -> entry.getValue().lease().slot().equals(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Those whose time is over, in the order in which it ran out. */
  List<TrialEntry> expired(Instant now) {
    return byExpiry.stream().takeWhile(entry -> !entry.lease().expiresAt().isAfter(now)).toList();
  }
}
