package cbd.coordinator.actor;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.FencedException;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.StoreUnavailableException;
import cbd.coordinator.store.Term;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal that is a store; one term of office per {@link #open}. */
final class StoreJournal implements Journal {
  private final Store store;
  private final String owner;
  private volatile @Nullable Term term;

  /**
   * @param owner who takes office, for people who read the store
   */
  StoreJournal(Store store, String owner) {
    this.store = store;
    this.owner = owner;
  }

  @Override
  public Opened open(Instant now) {
    Term begun = store.beginTerm(owner, now);
    term = begun;
    return new Opened(begun.epoch(), store.load());
  }

  @Override
  public Outcome append(List<Event> events) {
    Term current = term;
    if (current == null) {
      throw new IllegalStateException("a journal must be opened before it is written");
    }
    try {
      store.append(current, events);
      return new Outcome.Written();
    } catch (StoreUnavailableException e) {
      return new Outcome.Unavailable(String.valueOf(e.getMessage()));
    } catch (FencedException e) {
      return new Outcome.Fenced(String.valueOf(e.getMessage()));
    }
  }
}
