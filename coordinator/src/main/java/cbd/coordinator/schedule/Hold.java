package cbd.coordinator.schedule;

import cbd.domain.SlotId;
import cbd.domain.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing is granted to a worker or to one of its slots, until somebody or something lifts it.
 *
 * @param slot null: the whole worker
 * @param since when it began
 * @param stop whether the worker shall go once it runs nothing
 * @param probeAt when one trial is tried again, with QUARANTINED only
 */
public record Hold(
    WorkerId worker,
    @Nullable Integer slot,
    Kind kind,
    Instant since,
    boolean stop,
    String reason,
    @Nullable Instant probeAt) {

  /** What is held, and what becomes of what runs there. */
  public enum Kind {
    /** A worker by a person; what runs goes on. */
    CORDONED,
    /** A worker by a person who waits until it is empty; what runs goes on to its end. */
    DRAINING,
    /** The same in a hurry: what runs is handed back. */
    DRAINING_NOW,
    /** A slot by the scheduler, which saw it fail trial after trial. */
    QUARANTINED
  }

  static Hold of(Event.WorkerCordoned event) {
    return new Hold(
        event.worker(), null, event.kind(), event.at(), event.stop(), event.reason(), null);
  }

  static Hold of(Event.SlotQuarantined event) {
    SlotId slot = event.slot();
    return new Hold(
        slot.worker(),
        slot.index(),
        Kind.QUARANTINED,
        event.at(),
        false,
        event.reason(),
        event.probeAt());
  }
}
