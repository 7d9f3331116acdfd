package cbd.coordinator.schedule;

import cbd.domain.Resources;
import cbd.domain.SlotId;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The slots that may be granted in one round: idle, of workers that are heard and willing, held by
 * nobody, and not beside a trial that must be alone. A slot that is taken is gone.
 *
 * <p>A trial that must be alone, or needs several slots of a device, and finds no place keeps
 * newcomers from one device that may become free for it, so that its turn comes; one trial at a
 * time does so, the first in the queue for which there is such a device. What is kept free is
 * decided anew in each round and belongs to nobody, so that trials cannot wait for each other.
 * Costs nothing beyond the idle slots unless such trials exist.
 */
final class Vacancies {
  /** One worker's slots of one device. */
  private record Device(WorkerId worker, @Nullable String name) {}

  /** What found no place to keep. */
  private record Need(Room room, Resources resources) {}

  private final ClusterState state;
  private final Instant now;
  private final NavigableSet<SlotId> free = new TreeSet<>(Workers.SPREAD);
  private final List<SlotId> taken = new ArrayList<>();
  private final Set<Need> nowhere = new HashSet<>();
  private boolean reserved;

  Vacancies(ClusterState state, Instant now) {
    this.state = state;
    this.now = now;
    for (SlotId slot : state.workerBook().idle()) {
      if (state.holdBook().permits(slot, now) && state.workerBook().isWilling(slot.worker())) {
        free.add(slot);
      }
    }
    state.leases().alone().forEach(entry -> clear(entry.lease().slot(), entry.room()));
  }

  boolean isEmpty() {
    return free.isEmpty();
  }

  /** Whether no trial that needs this finds a place in this round, whatever its past. */
  boolean haveNone(Resources needs) {
    return places(needs).findAny().isEmpty();
  }

  /** Takes the place that suits a trial best; empty when none does for now. */
  Optional<Place> take(TrialEntry entry) {
    Room room = entry.room();
    Optional<SlotId> avoid = entry.avoids();
    Comparator<Place> farthestFirst =
        Comparator.comparingInt(place -> nearness(place.slot(), avoid.orElse(null)));
    Optional<Place> best =
        places(entry.resources())
            .filter(place -> room == Room.ANY || isAlone(place.slot(), room))
            .min(
                farthestFirst
                    .thenComparingInt(place -> left(place, entry.resources()))
                    .thenComparing(Place::slot, Workers.SPREAD))
            .filter(place -> isFarEnough(place.slot(), entry));
    best.ifPresentOrElse(
        place -> {
          place.slots().forEach(free::remove);
          taken.addAll(place.slots());
          clear(place.slot(), room);
        },
        () -> reserve(room, entry));
    return best;
  }

  /** All places that have what is needed; of each device one, when it takes several slots. */
  private Stream<Place> places(Resources needs) {
    if (needs.slots() == 1) {
      return free.stream()
          .filter(slot -> needs.memory() == 0 || state.workerBook().memory(slot) >= needs.memory())
          .map(Place::of);
    }
    return byDevice(free).values().stream()
        .flatMap(slots -> best(slots, needs).stream())
        .map(
            slots ->
                new Place(
                    slots.get(0), slots.stream().skip(1).map(SlotId::index).sorted().toList()));
  }

  /**
   * As many slots of one device as are needed; empty when it does not have enough. One in
   * quarantine comes first: the attempt is its probe.
   */
  private Optional<List<SlotId>> best(Collection<SlotId> ofDevice, Resources needs) {
    List<SlotId> chosen =
        ofDevice.stream()
            .sorted(
                Comparator.<SlotId, Boolean>comparing(slot -> state.holdBook().of(slot).isEmpty())
                    .thenComparing(Workers.SPREAD))
            .limit(needs.slots())
            .toList();
    return chosen.size() == needs.slots() && suffices(chosen, needs)
        ? Optional.of(chosen)
        : Optional.empty();
  }

  private boolean suffices(List<SlotId> slots, Resources needs) {
    return needs.memory() == 0
        || slots.stream().mapToLong(state.workerBook()::memory).sum() >= needs.memory();
  }

  private Map<Device, List<SlotId>> byDevice(Collection<SlotId> slots) {
    Map<Device, List<SlotId>> byDevice = new LinkedHashMap<>();
    for (SlotId slot : slots) {
      byDevice
          .computeIfAbsent(new Device(slot.worker(), device(slot)), key -> new ArrayList<>())
          .add(slot);
    }
    return byDevice;
  }

  /** How many slots of its device stay free beside a place of several: the fewer, the better. */
  private int left(Place place, Resources needs) {
    return needs.slots() == 1
        ? 0
        : (int) free.stream().filter(slot -> isOnDevice(slot, place.slot())).count();
  }

  /** 0: another worker than the one that lost the trial, 1: another device of it, 2: that one. */
  private int nearness(SlotId slot, @Nullable SlotId avoid) {
    if (avoid == null || !slot.worker().equals(avoid.worker())) {
      return 0;
    }
    return Objects.equals(device(slot), device(avoid)) ? 2 : 1;
  }

  private boolean isFarEnough(SlotId slot, TrialEntry entry) {
    boolean failedThere =
        entry.avoids().map(SlotId::worker).filter(slot.worker()::equals).isPresent();
    return !failedThere || shunned(entry).isEmpty();
  }

  /**
   * The worker that a trial keeps away from: for a while the one it failed on, if there is another
   * that may come free and has what it needs.
   */
  private Optional<WorkerId> shunned(TrialEntry entry) {
    return entry
        .avoids()
        .map(SlotId::worker)
        .filter(worker -> entry.waitsForAnother(now))
        .filter(
            worker ->
                state
                    .workerBook()
                    .anyBut(
                        worker,
                        id -> state.holdBook().of(id).isEmpty() && has(id, entry.resources())));
  }

  private boolean has(WorkerId worker, Resources needs) {
    return needs.isModest()
        || byDevice(state.workerBook().slots(worker)).values().stream()
            .anyMatch(slots -> best(slots, needs).isPresent());
  }

  private boolean isAlone(SlotId slot, Room room) {
    Collection<SlotId> busy = new ArrayList<>(taken);
    state.leases().of(slot.worker()).forEach(entry -> busy.addAll(entry.place().slots()));
    return busy.stream().noneMatch(other -> isNeighbour(other, slot, room));
  }

  /** Takes away what must stay free beside a trial in this slot. */
  private void clear(SlotId slot, Room room) {
    if (room != Room.ANY) {
      free.removeIf(other -> isNeighbour(other, slot, room));
    }
  }

  private boolean isNeighbour(SlotId other, SlotId slot, Room room) {
    return room == Room.ALONE_ON_WORKER
        ? other.worker().equals(slot.worker())
        : isOnDevice(other, slot);
  }

  private boolean isOnDevice(SlotId other, SlotId slot) {
    return other.worker().equals(slot.worker()) && Objects.equals(device(other), device(slot));
  }

  /**
   * Keeps newcomers from the emptiest place that may become free for a trial that needs more than
   * one slot, or to be alone; not from one of a worker that it keeps away from for now.
   */
  private void reserve(Room room, TrialEntry entry) {
    Resources needs = entry.resources();
    boolean waitsForSeveral = room != Room.ANY || needs.slots() > 1;
    if (!waitsForSeveral || reserved || nowhere.contains(new Need(room, needs))) {
      return;
    }
    Optional<WorkerId> shunned = shunned(entry);
    List<SlotId> open =
        state.workerBook().slotsInService().stream()
            .filter(slot -> state.holdBook().of(slot).isEmpty())
            .filter(slot -> state.holdBook().of(slot.worker()).isEmpty())
            .filter(slot -> shunned.filter(slot.worker()::equals).isEmpty())
            .toList();
    byDevice(open).values().stream()
        .filter(slots -> best(slots, needs).isPresent())
        .min(
            Comparator.<List<SlotId>>comparingLong(slots -> neighbours(slots.get(0), room))
                .thenComparingLong(slots -> room == Room.ANY ? -freeOf(slots, needs).size() : 0)
                .thenComparing(slots -> slots.get(0), Workers.SPREAD))
        .ifPresentOrElse(
            slots -> {
              reserved = true;
              clear(slots.get(0), room);
              freeOf(slots, needs).forEach(free::remove);
            },
            () -> {
              if (shunned.isEmpty()) {
                nowhere.add(new Need(room, needs));
              }
            });
  }

  /** As many of a device's slots as are free and needed. */
  private List<SlotId> freeOf(List<SlotId> slots, Resources needs) {
    return slots.stream().filter(free::contains).limit(needs.slots()).toList();
  }

  private long neighbours(SlotId slot, Room room) {
    return room == Room.ANY
        ? 0
        : state.leases().of(slot.worker()).stream()
            .flatMap(entry -> entry.place().slots().stream())
            .filter(other -> isNeighbour(other, slot, room))
            .count();
  }

  private @Nullable String device(SlotId slot) {
    return state.workerBook().device(slot).orElse(null);
  }
}
