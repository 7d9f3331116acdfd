package cbd.coordinator.actor;

import cbd.coordinator.schedule.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: one batch is being written, everything else waits and goes into the next. Nothing
 * takes effect before all events decided earlier are stored, so an effect without events of its own
 * (the answer to a duplicate) waits as well: the first copy's event may be in the batch under way.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class CommitQueue {

  /**
   * What goes into one transaction, and what happens after it.
   *
   * @param events may be empty; then there is nothing to write
   */
  record Batch(List<Event> events, Set<Effect> effects) {}

  private List<Event> events = new ArrayList<>();
  private Set<Effect> effects = new LinkedHashSet<>();
  private @Nullable Batch writing;

  void add(Collection<? extends Event> decided, Collection<? extends Effect> after) {
    events.addAll(decided);
    effects.addAll(after);
  }

  /** Events that are not stored yet. */
  int waiting() {
    return events.size() + (writing == null ? 0 : writing.events().size());
  }

  /** Takes the next batch to be written; nothing while one is under way or when nothing waits. */
  Optional<Batch> next() {
    if (writing != null || (events.isEmpty() && effects.isEmpty())) {
      return Optional.empty();
    }
    writing = new Batch(events, effects);
    events = new ArrayList<>();
    effects = new LinkedHashSet<>();
    return Optional.of(writing);
  }

  /** The batch under way; it stays the same one, however often its write fails. */
  Batch underWay() {
    if (writing == null) {
      throw new IllegalStateException("no batch is under way");
    }
    return writing;
  }

  /** The batch under way is stored: it is handed over for its effects and forgotten. */
  Batch committed() {
    Batch done = underWay();
    writing = null;
    return done;
  }
}
