package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Moves the rows on, event by event: what the history tells, as tables. */
final class Rows {
  private Rows() {}

  /**
   * Applies events in their order.
   *
   * @throws StoreUnusableException when one does not fit what stands there
   */
  static void apply(Handle handle, List<? extends Event> events) {
    for (List<Event> wave : Waves.of(events)) {
      Map<Class<?>, List<Event>> kinds = new LinkedHashMap<>();
      wave.forEach(e -> kinds.computeIfAbsent(e.getClass(), kind -> new ArrayList<>()).add(e));
      kinds.values().forEach(same -> apply(new Same(handle, same)));
    }
  }

  private static void apply(Same same) {
    Event first = same.events.get(0);
    if (first instanceof Event.SweepAccepted accepted) {
      SweepRows.accepted(same.handle, accepted);
    } else if (first instanceof Event.SweepExtended extended) {
      SweepRows.extended(same.handle, extended);
    } else if (first instanceof Event.LeaseGranted) {
      AttemptRows.granted(same);
    } else if (first instanceof Event.EpochRecorded) {
      AttemptRows.recorded(same);
    } else if (first instanceof Event.TrialSucceeded) {
      EndRows.succeeded(same);
    } else if (first instanceof Event.AttemptFailed) {
      EndRows.failed(same);
    } else if (first instanceof Event.LeaseExpired) {
      EndRows.expired(same);
    } else if (first instanceof Event.LeaseReturned) {
      EndRows.returned(same);
    } else if (first instanceof Event.LeaseRevived) {
      EndRows.revived(same);
    } else if (first instanceof Event.CooledDown) {
      QueueRows.cooledDown(same);
    } else if (first instanceof Event.TrialCancelled) {
      QueueRows.cancelled(same);
    } else if (first instanceof Event.TrialStopped) {
      QueueRows.stopped(same);
    } else if (first instanceof Event.TrialRequeued) {
      QueueRows.requeued(same);
    } else {
      steer(same, first);
    }
  }

  private static void steer(Same same, Event first) {
    if (first instanceof Event.PauseAsked) {
      PauseRows.asked(same);
    } else if (first instanceof Event.TrialPaused) {
      PauseRows.paused(same);
    } else if (first instanceof Event.TrialResumed) {
      PauseRows.resumed(same);
    } else if (first instanceof Event.WorkerCordoned) {
      HoldRows.cordoned(same);
    } else if (first instanceof Event.WorkerUncordoned) {
      HoldRows.uncordoned(same);
    } else if (first instanceof Event.SlotQuarantined) {
      HoldRows.quarantined(same);
    } else if (first instanceof Event.SlotReleased) {
      HoldRows.released(same);
    } else {
      throw new IllegalArgumentException("no rows are known for " + first);
    }
  }

  /** Events of one kind and of different trials, on the way into the rows. */
  static final class Same {
    private final Handle handle;
    private final List<Event> events;

    Same(Handle handle, List<Event> events) {
      this.handle = handle;
      this.events = events;
    }

    /** Runs a statement for each event, which must change exactly one row. */
    <E extends Event> void one(Class<E> kind, String sql, BiConsumer<PreparedBatch, E> bind) {
      int[] changed = run(kind, sql, bind);
      for (int i = 0; i < changed.length; i++) {
        if (changed[i] != 1) {
          throw new StoreUnusableException(
              "The store's rows contradict "
                  + events.get(i)
                  + ": it should change one row, but changed "
                  + changed[i]
                  + ". Nothing of its batch was written.",
              null);
        }
      }
    }

    /** Runs a statement for each event, whatever it changes. */
    <E extends Event> void any(Class<E> kind, String sql, BiConsumer<PreparedBatch, E> bind) {
      run(kind, sql, bind);
    }

    private <E extends Event> int[] run(
        Class<E> kind, String sql, BiConsumer<PreparedBatch, E> bind) {
      try (PreparedBatch batch = handle.prepareBatch(sql)) {
        for (Event event : events) {
          bind.accept(batch, kind.cast(event));
          batch.add();
        }
        return batch.execute();
      }
    }
  }
}
