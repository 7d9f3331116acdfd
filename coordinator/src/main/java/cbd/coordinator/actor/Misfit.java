package cbd.coordinator.actor;

import cbd.domain.MemorySize;
import cbd.domain.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether any slots in service have what a trial needs, free or not, and if none do, why. */
final class Misfit {
  /**
   * One worker's slots of one device that are in service.
   *
   * @param name for people
   * @param memory of each in bytes, the largest first; 0: not known
   */
  private record Share(String name, List<Long> memory) {
    long most(int slots) {
      return memory.stream().limit(slots).mapToLong(Long::longValue).sum();
    }
  }

  private Misfit() {}

  /** Why the needs cannot be met as things are, as the end of a sentence; empty when they can. */
  static Optional<String> of(Collection<LiveView.Worker> workers, Resources needs) {
    if (needs.isModest()) {
      return Optional.empty();
    }
    List<Share> shares = workers.stream().flatMap(Misfit::shares).toList();
    List<Share> wide =
        shares.stream().filter(share -> share.memory().size() >= needs.slots()).toList();
    if (wide.stream().anyMatch(share -> share.most(needs.slots()) >= needs.memory())) {
      return Optional.empty();
    }
    String wanted =
        needs.slots() == 1 ? "no slot has " : "no " + needs.slots() + " slots of one device have ";
    String size = MemorySize.words(needs.memory());
    if (shares.isEmpty()) {
      return Optional.of("no worker is in service");
    }
    if (wide.isEmpty()) {
      Share widest = max(shares, Comparator.comparingInt(share -> share.memory().size()));
      return Optional.of(
          "no device has "
              + needs.slots()
              + " slots; the most has "
              + widest.memory().size()
              + " ("
              + widest.name()
              + ")");
    }
    Share largest = max(wide, Comparator.comparingLong(share -> share.most(needs.slots())));
    return Optional.of(
        largest.most(needs.slots()) == 0
            ? wanted + size + " as far as is known: no worker says how much memory it has"
            : wanted
                + size
                + "; the largest "
                + (needs.slots() == 1 ? "has " : "have ")
                + MemorySize.words(largest.most(needs.slots()))
                + " ("
                + largest.name()
                + ")");
  }

  private static Share max(List<Share> shares, Comparator<Share> by) {
    return shares.stream()
        .max(by.thenComparing(Comparator.comparing(Share::name).reversed()))
        .orElseThrow();
  }

  private static Stream<Share> shares(LiveView.Worker worker) {
    if (worker.lost() || worker.hold() != null || worker.reason() != null) {
      return Stream.empty();
    }
    Map<String, List<Long>> memory = new LinkedHashMap<>();
    for (LiveView.Slot slot : worker.slots()) {
      if (slot.state() == LiveView.SlotState.IDLE || slot.state() == LiveView.SlotState.LEASED) {
        memory.computeIfAbsent(slot.device(), device -> new ArrayList<>()).add(slot.memory());
      }
    }
    return memory.entrySet().stream()
        .map(
            entry ->
                new Share(
                    "worker " + worker.id() + ", " + entry.getKey(),
                    entry.getValue().stream().sorted(Comparator.reverseOrder()).toList()));
  }
}
