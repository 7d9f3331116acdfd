package cbd.coordinator.schedule;

import cbd.domain.SlotId;
import org.jspecify.annotations.Nullable;

/**
 * What the past of a trial asks for when it is granted next.
 *
 * @param excused attempts lost since it was last queued by a person that did not count, but for
 *     those that were handed back in good order: as long as there are few, they are believed
 * @param room how much company it may have
 * @param avoid the slot that lost its latest attempt; null: none did
 * @param pausing whether it shall be paused
 * @param lost its last lease, if that expired, while it is QUEUED, COOLING_DOWN, PAUSED or FAILED
 * @param spared whether a person had it go on after it was stopped early: it is not stopped again
 */
public record Caveats(
    int excused,
    Room room,
    @Nullable SlotId avoid,
    Pausing pausing,
    @Nullable LostLease lost,
    boolean spared) {
  /** A trial without a past. */
  public static final Caveats NONE = new Caveats(0, Room.ANY, null, Pausing.NO, null, false);

  /** One more attempt that does not count. */
  Caveats excusedOnce() {
    return new Caveats(excused + 1, room, avoid, pausing, lost, spared);
  }

  Caveats with(Room other) {
    return new Caveats(excused, other, avoid, pausing, lost, spared);
  }

  Caveats avoiding(@Nullable SlotId slot) {
    return new Caveats(excused, room, slot, pausing, lost, spared);
  }

  Caveats with(Pausing other) {
    return new Caveats(excused, room, avoid, other, lost, spared);
  }

  Caveats with(@Nullable LostLease lease) {
    return new Caveats(excused, room, avoid, pausing, lease, spared);
  }

  /**
   * A person queued the trial again: all is forgotten but what may still come back.
   *
   * @param stopped whether it had been stopped early
   */
  Caveats requeued(boolean stopped) {
    return new Caveats(0, Room.ANY, null, Pausing.NO, lost, spared || stopped);
  }
}
