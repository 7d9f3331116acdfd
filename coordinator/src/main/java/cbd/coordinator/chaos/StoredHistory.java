package cbd.coordinator.chaos;

import cbd.coordinator.store.Database;
import cbd.coordinator.store.HistoryEntry;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.store.TrialRow;
import cbd.domain.TrialId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a store says when nobody writes any more.
 *
 * @param rows each trial of each sweep, once
 * @param damage what the database itself finds wrong with its file
 */
record StoredHistory(List<HistoryEntry> history, List<TrialRow> rows, List<String> damage) {
  private static final int PAGE = 1000;

  static StoredHistory read(Database place) {
    try (ReadOnlyStore store = ReadOnlyStore.open(place)) {
      return new StoredHistory(history(store), rows(store), store.damage());
    }
  }

  private static List<HistoryEntry> history(ReadOnlyStore store) {
    List<HistoryEntry> history = new ArrayList<>();
    List<HistoryEntry> page;
    do {
      long last = history.isEmpty() ? 0 : history.get(history.size() - 1).number();
      page = store.history(last, PAGE);
      history.addAll(page);
    } while (page.size() == PAGE);
    return history;
  }

  private static List<TrialRow> rows(ReadOnlyStore store) {
    Map<TrialId, TrialRow> rows = new LinkedHashMap<>();
    for (SweepRow sweep : store.sweeps()) {
      List<TrialRow> page;
      long after = -1;
      do {
        page = store.trials(sweep.id(), Set.of(), after, PAGE);
        for (TrialRow row : page) {
          rows.putIfAbsent(row.trial().id(), row);
          after = row.index();
        }
      } while (page.size() == PAGE);
    }
    return List.copyOf(rows.values());
  }
}
