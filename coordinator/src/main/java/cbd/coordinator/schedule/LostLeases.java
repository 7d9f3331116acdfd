package cbd.coordinator.schedule;

import cbd.domain.LeaseId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Leases that expired and may be revived: nobody was granted the trial since, though it may have
 * failed with it, the slot is free, and the worker was not told to forget it.
 */
final class LostLeases {
  private final Leases current;
  private final Map<LeaseId, TrialEntry> lost = new HashMap<>();

  /** Of these, those that their worker was told to forget. Soft. */
  private final Set<LeaseId> disowned = new HashSet<>();

  /**
   * @param current those whose slots are taken
   */
  LostLeases(Leases current) {
    this.current = current;
  }

  void add(TrialEntry entry) {
    entry.lost().ifPresent(last -> lost.put(last.id(), entry));
  }

  void remove(TrialEntry entry) {
    entry.lost().ifPresent(last -> lost.remove(last.id()));
  }

  /** The trial is granted anew: what was lost of it is over for good. */
  void superseded(TrialEntry entry) {
    entry.lost().ifPresent(last -> disowned.remove(last.id()));
  }

  /** The trial whose last lease this was, if it may be revived. */
  Optional<TrialEntry> revivable(LeaseId lease) {
    return Optional.ofNullable(lost.get(lease))
        .filter(entry -> !disowned.contains(lease))
        .filter(entry -> entry.lost().filter(last -> current.isFree(last.place())).isPresent());
  }

  /** Whoever held this lease is told to forget it: it must not be revived any more. */
  void disown(LeaseId lease) {
    if (lost.containsKey(lease)) {
      disowned.add(lease);
    }
  }

  /**
   * Makes sure that it is the trial's lost lease that is revived, in a slot that is free.
   *
   * @throws IllegalTransitionException when it is not
   */
  void require(TrialEntry entry, Event.LeaseRevived revived) {
    boolean isThat =
        entry
            .lost()
            .filter(last -> last.id().equals(revived.lease()) && last.slot().equals(revived.slot()))
            .filter(last -> last.attempt() == revived.attempt())
            .filter(last -> last.beside().equals(revived.beside()))
            .isPresent();
    if (!isThat || !current.isFree(new Place(revived.slot(), revived.beside()))) {
      throw new IllegalTransitionException(
          "lease "
              + revived.lease()
              + " cannot be revived: it is not the last one of trial "
              + entry.id()
              + ", or slot "
              + revived.slot()
              + " has another");
    }
  }
}
