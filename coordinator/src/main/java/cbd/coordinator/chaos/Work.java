package cbd.coordinator.chaos;

import cbd.coordinator.chaos.check.Undisturbed;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was done, and what of it twice.
 *
 * @param trials accepted
 * @param attempts granted
 * @param results counted
 * @param epochs recorded
 * @param recomputed of them: trained again, because an earlier attempt's was lost
 * @param resumedAttempts attempts after the first that had epochs of an earlier one to go on from
 * @param spared epochs that those did not have to train again
 */
public record Work(
    int trials,
    int attempts,
    int results,
    int epochs,
    int recomputed,
    int resumedAttempts,
    int spared) {

  private record Moment(Phase phase, int epoch) {
    static Moment of(EpochMetrics metrics) {
      return new Moment(metrics.phase(), metrics.epoch());
    }
  }

  /** Counts it. */
  static Work of(List<HistoryEntry> history, Map<TrialId, Undisturbed> undisturbed) {
    Set<TrialId> trials = new HashSet<>();
    Map<TrialId, List<Event.EpochRecorded>> epochs = new HashMap<>();
    int attempts = 0;
    int results = 0;
    for (HistoryEntry entry : history) {
      Event event = entry.event();
      if (event instanceof Event.OfSweep sweep) {
        sweep.trials().stream().map(Trial::id).forEach(trials::add);
      } else if (event instanceof Event.LeaseGranted) {
        attempts++;
      } else if (event instanceof Event.TrialSucceeded) {
        results++;
      } else if (event instanceof Event.EpochRecorded e) {
        epochs.computeIfAbsent(e.trial(), trial -> new ArrayList<>()).add(e);
      }
    }
    Tally tally = new Tally();
    epochs.forEach(
        (trial, recorded) -> {
          Undisturbed whole = undisturbed.get(trial);
          tally.add(
              recorded,
              whole == null ? List.of() : whole.epochs().stream().map(Moment::of).toList());
        });
    return new Work(
        trials.size(),
        attempts,
        results,
        tally.epochs,
        tally.recomputed,
        tally.resumed,
        tally.spared);
  }

  /** Adds up over trials. */
  private static final class Tally {
    private int epochs;
    private int recomputed;
    private int resumed;
    private int spared;

    /**
     * @param order of a whole training
     */
    void add(List<Event.EpochRecorded> recorded, List<Moment> order) {
      Map<Moment, Double> seen = new HashMap<>();
      int attempt = 0;
      boolean counted = false;
      for (Event.EpochRecorded e : recorded) {
        epochs++;
        Moment moment = Moment.of(e.metrics());
        int told = 0;
        if (e.attempt() != attempt) {
          attempt = e.attempt();
          counted = false;
          told = attempt > 1 ? Math.max(0, order.indexOf(moment)) : 0;
        }
        Double before = seen.put(moment, e.metrics().seconds());
        if (before != null && before == e.metrics().seconds()) {
          // A checkpoint's and a shared model's epochs are told again with the very times they
          // took.
          told++;
        } else if (before != null) {
          recomputed++;
        }
        spared += told;
        if (told > 0 && !counted) {
          resumed++;
          counted = true;
        }
      }
    }
  }
}
