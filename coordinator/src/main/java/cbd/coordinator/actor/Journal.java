package cbd.coordinator.actor;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Enclosures;
import cbd.coordinator.store.StoredState;
import java.time.Instant;
import java.util.List;
import java.util.Set;

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

  /**
   * Takes office.
   *
   * @throws cbd.coordinator.store.OutdatedException when that is for a newer cbd to do
   */
  Opened open(Instant now);

  /** All of the events in one transaction, or none. */
  Outcome append(List<Event> events);

  /** Whether another process can take office at any time. */
  boolean isContested();

  /**
   * Keeps what came beside reports, all of it or none.
   *
   * @return digests of the pictures among it whose bytes are not there
   * @throws RuntimeException when it cannot; nobody depends on it
   */
  Set<String> keep(Enclosures enclosures);

  /** Shows that the coordinator in office is there, and finds out whether it still is. */
  Outcome attend();
}
