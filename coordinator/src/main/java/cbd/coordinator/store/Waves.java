package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.TrialId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a list of events into waves that can be written kind by kind, in large batches: a wave holds
 * at most one event of each trial, in the order of the list, so that no two of its events touch the
 * same rows. A sweep's acceptance brings trials, and is a wave of its own.
 */
final class Waves {
  private Waves() {}

  static List<List<Event>> of(List<? extends Event> events) {
    List<List<Event>> waves = new ArrayList<>();
    Map<TrialId, Integer> next = new HashMap<>();
    int first = 0;
    for (Event event : events) {
      if (event instanceof Event.SweepAccepted) {
        waves.add(List.of(event));
        first = waves.size();
        next.clear();
        continue;
      }
      TrialId trial = Subject.of(event).trial();
      int wave = next.getOrDefault(trial, first);
      if (wave == waves.size()) {
        waves.add(new ArrayList<>());
      }
      waves.get(wave).add(event);
      next.put(trial, wave + 1);
    }
    return waves;
  }
}
