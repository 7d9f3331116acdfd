package cbd.coordinator.chaos.check;

import cbd.coordinator.http.Views;
import cbd.coordinator.store.HistoryEntry;
import cbd.coordinator.store.TrialRow;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is known of a cluster after it went quiet.
 *
 * @param submitted the sweeps whose acceptance was confirmed, each with its trials as they were
 *     meant
 * @param history all of it, in order
 * @param rows the trials as the tables show them
 * @param undisturbed what the same trials come to when nothing goes wrong
 * @param shown the leaderboards as the coordinator showed them at the end
 * @param remains what was left when everything had been stopped
 */
public record Evidence(
    Map<SweepId, List<Trial>> submitted,
    List<HistoryEntry> history,
    List<TrialRow> rows,
    Map<TrialId, Undisturbed> undisturbed,
    Map<SweepId, Views.LeaderboardView> shown,
    Remains remains) {
  public Evidence {
    submitted = Map.copyOf(submitted);
    history = List.copyOf(history);
    rows = List.copyOf(rows);
    undisturbed = Map.copyOf(undisturbed);
    shown = Map.copyOf(shown);
  }

  /** All submitted trials by their id, as they were meant. */
  Map<TrialId, Trial> meant() {
    Map<TrialId, Trial> meant = new LinkedHashMap<>();
    submitted.values().forEach(trials -> trials.forEach(trial -> meant.put(trial.id(), trial)));
    return meant;
  }
}
