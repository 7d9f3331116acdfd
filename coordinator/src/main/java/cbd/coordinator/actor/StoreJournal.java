package cbd.coordinator.actor;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Enclosures;
import cbd.coordinator.store.FencedException;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.StoreUnavailableException;
import cbd.coordinator.store.Term;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal that is a store; one term of office per {@link #open}.
 *
 * <p>The leases of a term begin a random distance behind all that the store knows. So a worker that
 * still holds reports of another store, or of leases granted after the backup that this one was
 * restored from, is never taken for the holder of a lease of the same number.
 */
final class StoreJournal implements Journal {
  /**
   * In lease numbers. Millions of terms fit into the whole numbers that JSON's readers keep exact.
   */
  private static final int LONGEST_GAP = 1_000_000_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Store store;
  private final Owner owner;
  private volatile @Nullable Term term;

  /**
   * @param owner who takes office, for people who read the store
   */
  StoreJournal(Store store, Owner owner) {
    this.store = store;
    this.owner = owner;
  }

  @Override
  public Opened open(Instant now) {
    Term begun = store.beginTerm(owner, now);
    term = begun;
    return new Opened(begun.epoch(), store.load().leavingOut(RANDOM.nextInt(LONGEST_GAP)));
  }

  @Override
  public Outcome append(List<Event> events) {
    return write(current -> store.append(current, events));
  }

  @Override
  public Set<String> keep(Enclosures enclosures) {
    Term current = term;
    if (current == null) {
      throw new IllegalStateException("a journal must be opened before it is written");
    }
    return store.keep(current, enclosures);
  }

  @Override
  public boolean isContested() {
    return store.isShared();
  }

  @Override
  public Outcome attend() {
    return write(store::attend);
  }

  private Outcome write(Consumer<Term> action) {
    Term current = term;
    if (current == null) {
      throw new IllegalStateException("a journal must be opened before it is written");
    }
    try {
      action.accept(current);
      return new Outcome.Written();
    } catch (StoreUnavailableException e) {
      return new Outcome.Unavailable(String.valueOf(e.getMessage()));
    } catch (FencedException e) {
      return new Outcome.Fenced(String.valueOf(e.getMessage()));
    }
  }
}
