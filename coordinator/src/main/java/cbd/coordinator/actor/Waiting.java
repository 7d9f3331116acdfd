package cbd.coordinator.actor;

import static java.util.stream.Collectors.toSet;

import cbd.coordinator.schedule.WorkerView;
import cbd.domain.Lease;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Since when trials wait in the queue and slots are free: how long it takes to bring them together.
 * Soft: forgotten with the coordinator, whose successor counts from its beginning.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Waiting {
  /** In the order in which they came into the queue. */
  private final Map<TrialId, Instant> queued = new LinkedHashMap<>();

  private final Map<WorkerId, Map<Integer, Instant>> free = new HashMap<>();

  /** Of leases whose order to start is still to be sent. */
  private final Map<TrialId, Instant> possible = new HashMap<>();

  /** A trial came to stand somewhere. */
  void moved(TrialId trial, TrialState to, Instant at) {
    if (to == TrialState.QUEUED) {
      queued.putIfAbsent(trial, at);
    } else {
      queued.remove(trial);
    }
  }

  /**
   * A slot's lease ended, or it was put aside.
   *
   * @param at from when on it may be used; to come for one in quarantine
   */
  void freed(SlotId slot, Instant at) {
    free.computeIfAbsent(slot.worker(), worker -> new HashMap<>()).put(slot.index(), at);
  }

  /** A worker may be given work again, or for the first time: none of its slots was free before. */
  void freed(WorkerId worker, int slots, Instant at) {
    for (int i = 0; i < slots; i++) {
      freed(new SlotId(worker, i), at);
    }
  }

  /** Forgets the slots of all workers but those that are there. */
  void forgetOthers(Collection<WorkerView> workers) {
    free.keySet().retainAll(workers.stream().map(view -> view.worker().id()).collect(toSet()));
  }

  /**
   * A lease was granted; to be told before {@link #moved}. Only of a trial's first attempt is kept
   * how long it waited: later ones may wait for another worker on purpose.
   *
   * @param beside indexes of further slots that it takes
   */
  void granted(Lease lease, List<Integer> beside) {
    Instant since = queued.get(lease.trial());
    if (since == null || lease.attempt() > 1) {
      return;
    }
    Map<Integer, Instant> slots = free.getOrDefault(lease.slot().worker(), Map.of());
    Instant possibleSince = later(since, slots.get(lease.slot().index()));
    for (int index : beside) {
      possibleSince = later(possibleSince, slots.get(index));
    }
    possible.put(lease.trial(), possibleSince);
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other != null && other.isAfter(one) ? other : one;
  }

  /** How long an order to start has waited that is sent now; empty where it is not known. */
  Optional<Duration> sent(TrialId trial, Instant now) {
    return Optional.ofNullable(possible.remove(trial)).map(since -> Duration.between(since, now));
  }

  /** How long the trial that came into the queue first has waited; zero when none waits. */
  Duration oldest(Instant now) {
    return queued.values().stream()
        .findFirst()
        .map(since -> Duration.between(since, now))
        .orElse(Duration.ZERO);
  }
}
