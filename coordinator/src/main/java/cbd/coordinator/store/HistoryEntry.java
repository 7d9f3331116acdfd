package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;

/**
 * An event with its place in the history.
 *
 * @param number rises with each event; numbers may be left out
 * @param epoch of the term under which it was written
 */
public record HistoryEntry(long number, long epoch, Event event) {}
