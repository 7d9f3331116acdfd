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

  void add(TrialEntry entry) {
    byId.put(entry.lease().id(), entry);
    bySlot.put(entry.lease().slot(), entry);
    byExpiry.add(entry);
  }

  void remove(TrialEntry entry) {
    byExpiry.remove(entry);
    bySlot.remove(entry.lease().slot());
    byId.remove(entry.lease().id());
  }

  /** Moves a lease's end on. */
  void renew(TrialEntry entry, Instant expiresAt) {
    byExpiry.remove(entry);
    entry.renew(expiresAt);
    byExpiry.add(entry);
  }

  Optional<TrialEntry> find(LeaseId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<TrialEntry> in(SlotId slot) {
    return Optional.ofNullable(bySlot.get(slot));
  }

  /** A worker's leased trials, by slot. */
  List<TrialEntry> of(WorkerId worker) {
    return List.copyOf(
        bySlot
            .subMap(new SlotId(worker, 0), true, new SlotId(worker, Integer.MAX_VALUE), true)
            .values());
  }

  /** All, by slot. */
  Collection<TrialEntry> all() {
    return bySlot.values();
  }

  /** Those whose time is over, in the order in which it ran out. */
  List<TrialEntry> expired(Instant now) {
    return byExpiry.stream().takeWhile(entry -> !entry.lease().expiresAt().isAfter(now)).toList();
  }
}
