package cbd.coordinator.chaos;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Database;
import cbd.coordinator.store.HistoryEntry;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.StoreException;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the history where it lies, whether a coordinator answers or not: what is still open, and
 * whether anything moves. Thread-safe.
 */
final class HistoryWatch implements AutoCloseable {
  private static final int PAGE = 1000;

  private final Database place;
  private final Set<TrialId> known = new HashSet<>();
  private final Set<TrialId> open = new HashSet<>();
  private @Nullable ReadOnlyStore store;
  private long last;
  private long measurements;

  HistoryWatch(Database place) {
    this.place = place;
  }

  /** Trials that have not ended. */
  synchronized int open() {
    look();
    return open.size();
  }

  /** Trials that were ever accepted. */
  synchronized int known() {
    look();
    return known.size();
  }

  /** How many epochs and results were ever written; what rises with work. */
  synchronized long measurements() {
    look();
    return measurements;
  }

  /** Number of the last line. */
  synchronized long lines() {
    look();
    return last;
  }

  private void look() {
    try {
      if (store == null) {
        store = ReadOnlyStore.open(place);
      }
      List<HistoryEntry> page;
      do {
        page = store.history(last, PAGE);
        page.forEach(this::follow);
      } while (page.size() == PAGE);
    } catch (StoreException e) {
      // Not there yet, or its disk is the victim at the moment: what was known still holds.
    }
  }

  private void follow(HistoryEntry entry) {
    last = entry.number();
    Event event = entry.event();
    if (event instanceof Event.OfSweep sweep) {
      sweep.trials().stream().map(Trial::id).filter(known::add).forEach(open::add);
    } else if (event instanceof Event.EpochRecorded) {
      measurements++;
    } else if (event instanceof Event.TrialSucceeded e) {
      measurements++;
      open.remove(e.trial());
    } else if (event instanceof Event.AttemptFailed e) {
      end(e.trial(), e.next());
    } else if (event instanceof Event.LeaseExpired e) {
      end(e.trial(), e.next());
    } else if (event instanceof Event.TrialCancelled e) {
      open.remove(e.trial());
    } else if (event instanceof Event.TrialStopped e) {
      open.remove(e.trial());
    } else if (event instanceof Event.TrialRequeued e) {
      open.add(e.trial());
    } else if (event instanceof Event.LeaseRevived e) {
      open.add(e.trial());
    }
  }

  private void end(TrialId trial, Event.Next next) {
    if (next instanceof Event.Next.GiveUp) {
      open.remove(trial);
    }
  }

  @Override
  public synchronized void close() {
    if (store != null) {
      store.close();
    }
  }
}
