package cbd.coordinator.schedule;

import cbd.domain.Failure;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * To whom nothing is granted, and why: workers that people took out of service, slots in
 * quarantine. Follows events alone, but for the streaks of failures, which a restart forgets.
 */
final class Holds {
  private final Map<WorkerId, Hold> workers = new TreeMap<>();
  private final Map<SlotId, Hold> slots = new TreeMap<>();

  /** Trials that failed in a slot, one after the other, since one last succeeded there. Soft. */
  private final Map<SlotId, Set<TrialId>> streaks = new HashMap<>();

  void restore(Collection<Hold> holds) {
    holds.forEach(this::put);
  }

  private void put(Hold hold) {
    Integer slot = hold.slot();
    if (slot == null) {
      workers.put(hold.worker(), hold);
    } else {
      slots.put(new SlotId(hold.worker(), slot), hold);
    }
  }

  /** Follows an event of workers and slots. */
  void follow(Event event) {
    if (event instanceof Event.WorkerCordoned cordoned) {
      put(Hold.of(cordoned));
    } else if (event instanceof Event.WorkerUncordoned uncordoned) {
      workers.remove(uncordoned.worker());
    } else if (event instanceof Event.SlotQuarantined quarantined) {
      put(Hold.of(quarantined));
    } else if (event instanceof Event.SlotReleased released) {
      slots.remove(released.slot());
      streaks.remove(released.slot());
    }
  }

  Optional<Hold> of(WorkerId worker) {
    return Optional.ofNullable(workers.get(worker));
  }

  Optional<Hold> of(SlotId slot) {
    return Optional.ofNullable(slots.get(slot));
  }

  /** Quarantines of a worker's slots. */
  List<SlotId> quarantined(WorkerId worker) {
    return slots.keySet().stream().filter(slot -> slot.worker().equals(worker)).toList();
  }

  /**
   * Whether a trial may be granted to the slot; a quarantined one gets one when its probe is due.
   */
  boolean permits(SlotId slot, Instant now) {
    if (workers.containsKey(slot.worker())) {
      return false;
    }
    Hold hold = slots.get(slot);
    return hold == null || isDue(hold, now);
  }

  private static boolean isDue(Hold hold, Instant now) {
    Instant probe = hold.probeAt();
    return probe != null && !now.isBefore(probe);
  }

  /** All, by worker, the worker's own before its slots'. */
  List<Hold> all() {
    List<Hold> all = new ArrayList<>(workers.values());
    all.addAll(slots.values());
    all.sort(Comparator.comparing(Hold::worker)); // Stable.
    return all;
  }

  /**
   * Notes how an attempt ended.
   *
   * @param failedElsewhere whether the trial failed before, in another worker's slot
   */
  void note(Event event, SlotId slot, boolean failedElsewhere) {
    if (event instanceof Event.TrialSucceeded) {
      streaks.remove(slot);
    } else if (event instanceof Event.AttemptFailed failed
        && isTheSlots(failed.outcome().failure())
        && !failedElsewhere) {
      streaks.computeIfAbsent(slot, key -> new LinkedHashSet<>()).add(failed.trial());
    }
  }

  /** How many different trials in a row failed in a slot, this one included. */
  int streakWith(SlotId slot, TrialId trial) {
    Set<TrialId> streak = streaks.getOrDefault(slot, Set.of());
    return streak.size() + (streak.contains(trial) ? 0 : 1);
  }

  boolean isFailing(SlotId slot) {
    return streaks.containsKey(slot);
  }

  /** Whether a slot may be the cause; a broken machine lets sound training code throw as well. */
  static boolean isTheSlots(Failure failure) {
    return failure != Failure.BAD_SPEC && failure != Failure.DIVERGED;
  }
}
