package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a list of events into waves that can be written kind by kind, in large batches: a wave holds
 * at most one event of each trial, and at most one of all workers and slots, in the order of the
 * list, so that no two of its events touch the same rows. What brings trials is a wave of its own.
 */
final class Waves {
  private Waves() {}

  static List<List<Event>> of(List<? extends Event> events) {
    List<List<Event>> waves = new ArrayList<>();
    Map<Object, Integer> next = new HashMap<>();
    int first = 0;
    for (Event event : events) {
      if (event instanceof Event.OfSweep) {
        waves.add(List.of(event));
        first = waves.size();
        next.clear();
        continue;
      }
      Object subject = subject(event);
      int wave = next.getOrDefault(subject, first);
      if (wave == waves.size()) {
        waves.add(new ArrayList<>());
      }
      waves.get(wave).add(event);
      next.put(subject, wave + 1);
    }
    return waves;
  }

  /** The trial, or for all events of workers and slots, which are rare, one and the same. */
  private static Object subject(Event event) {
    return event.subject().<Object>map(trial -> trial).orElse(Event.OfSlots.class);
  }
}
