package cbd.coordinator.schedule;

import java.util.List;

/**
 * What the scheduler makes of a worker's report.
 *
 * @param kind how the report is answered
 * @param events what it changes; empty unless the kind is NEWS
 */
public record Verdict(Kind kind, List<Event> events) {

  /** How a report is answered. */
  public enum Kind {
    /** It counts: store the events, then acknowledge. */
    NEWS,
    /**
     * It was counted before: acknowledge, but not before the writes already under way are done; the
     * first copy's may be among them.
     */
    DUPLICATE,
    /** Its lease is not current: acknowledge, count, and tell the worker to stop the attempt. */
    STALE,
    /**
     * A report before it is missing, or its lease expired and its worker may have it back by
     * registering: say nothing. The worker sends unacknowledged reports again, in order;
     * acknowledging this one now would lose the one before.
     */
    EARLY
  }

  public Verdict {
    events = List.copyOf(events);
  }

  static Verdict news(Event event) {
    return news(List.of(event));
  }

  static Verdict news(List<Event> events) {
    return new Verdict(Kind.NEWS, events);
  }

  static Verdict of(Kind kind) {
    return new Verdict(kind, List.of());
  }
}
