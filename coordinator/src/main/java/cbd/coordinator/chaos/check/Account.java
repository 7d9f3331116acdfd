package cbd.coordinator.chaos.check;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the history tells of one trial. Deliberately not the scheduler's own state: a second reader
 * of the same events, who does not share its mistakes.
 */
final class Account {
  private final Trial trial;
  private final List<HistoryEntry> results = new ArrayList<>();
  private TrialState state = TrialState.QUEUED;
  private HistoryEntry last;

  private Account(Trial trial, HistoryEntry accepted) {
    this.trial = trial;
    this.last = accepted;
  }

  /** One for each trial that was ever accepted, in the order of acceptance. */
  static Map<TrialId, Account> of(List<HistoryEntry> history) {
    Map<TrialId, Account> accounts = new LinkedHashMap<>();
    for (HistoryEntry entry : history) {
      if (entry.event() instanceof Event.OfSweep sweep) {
        sweep
            .trials()
            .forEach(trial -> accounts.putIfAbsent(trial.id(), new Account(trial, entry)));
      } else {
        @Nullable Account account = entry.event().subject().map(accounts::get).orElse(null);
        if (account != null) {
          account.follow(entry);
        }
      }
    }
    return accounts;
  }

  private void follow(HistoryEntry entry) {
    state = after(entry.event());
    if (entry.event() instanceof Event.TrialSucceeded) {
      results.add(entry);
    }
    last = entry;
  }

  /** Where an event leaves the trial. */
  private TrialState after(Event event) {
    if (event instanceof Event.LeaseGranted || event instanceof Event.LeaseRevived) {
      return TrialState.LEASED;
    } else if (event instanceof Event.TrialSucceeded) {
      return TrialState.SUCCEEDED;
    } else if (event instanceof Event.AttemptFailed failed) {
      return after(failed.next());
    } else if (event instanceof Event.LeaseExpired expired) {
      return after(expired.next());
    } else if (event instanceof Event.CooledDown
        || event instanceof Event.TrialRequeued
        || event instanceof Event.LeaseReturned) {
      return TrialState.QUEUED;
    } else if (event instanceof Event.TrialCancelled) {
      return TrialState.CANCELLED;
    } else if (event instanceof Event.TrialStopped) {
      return TrialState.STOPPED;
    } else if (event instanceof Event.TrialPaused) {
      return TrialState.PAUSED;
    } else if (event instanceof Event.TrialResumed && state == TrialState.PAUSED) {
      return TrialState.QUEUED;
    }
    return state;
  }

  private static TrialState after(Event.Next next) {
    return next instanceof Event.Next.GiveUp ? TrialState.FAILED : TrialState.COOLING_DOWN;
  }

  Trial trial() {
    return trial;
  }

  TrialState state() {
    return state;
  }

  /** Entries that gave it a result. */
  List<HistoryEntry> results() {
    return results;
  }

  /** The last thing that happened to it. */
  HistoryEntry last() {
    return last;
  }
}
