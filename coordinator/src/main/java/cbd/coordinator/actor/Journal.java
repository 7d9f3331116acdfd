package cbd.coordinator.actor;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.StoredState;
import java.time.Instant;
import java.util.List;

/**
 * What the actor asks of its store; every call blocks and runs on the store's dispatcher. An
 * interface so that a test can let it fail, dawdle and be fenced.
 */
interface Journal {

  /**
   * Takes office, which fences every earlier term, and reads where everything stands.
   *
   * @param started what the term begins with
   */
  record Opened(long term, StoredState started) {}

  /** How a write ended. */
  sealed interface Outcome {
    /** It is on disk. */
    record Written() implements Outcome {}

    /** Nothing of it is on disk; the same batch may be written later. */
    record Unavailable(String why) implements Outcome {}

    /** Nothing of it is on disk, and never will be: another coordinator took office. */
    record Fenced(String why) implements Outcome {}
  }

  Opened open(Instant now);

  /** All of the events in one transaction, or none. */
  Outcome append(List<Event> events);
}
