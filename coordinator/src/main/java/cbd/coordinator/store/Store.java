package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The coordinator's store: one SQLite file on a local disk, one writer. Thread-safe; every method
 * blocks, so keep it off the actors' threads.
 *
 * <p>Two processes may have the same file open; the later {@link #beginTerm} decides who may write.
 */
public final class Store implements AutoCloseable {

  /**
   * Opens a store, creates it when the file is missing, and brings an older schema up to date.
   *
   * @throws StoreUnusableException when the file is not a cbd store, is of a newer cbd, or lies on a
   *     network file system
   * @throws StoreUnavailableException when the disk fails or is full
   */
  public static Store open(Path file) {
    throw new UnsupportedOperationException("soon");
  }

  /** Takes office: from here on, every earlier term is fenced. */
  public Term beginTerm(String owner, Instant now) {
    throw new UnsupportedOperationException("soon");
  }

  /**
   * Appends events to the history and moves the rows on, in one transaction: when this returns, all
   * of it is on disk; when it throws, nothing is. An event that the history already has is skipped,
   * so that a batch of unknown fate can be appended again; reports are known by lease and sequence.
   *
   * @throws FencedException when a later term has begun
   * @throws StoreUnavailableException when it cannot write now; append the same batch again later
   * @throws StoreUnusableException when an event contradicts the rows, such as a second result
   */
  public void append(Term term, List<? extends Event> events) {
    throw new UnsupportedOperationException("soon");
  }

  /** Where everything stands. */
  public StoredState load() {
    throw new UnsupportedOperationException("soon");
  }

  /** The reading side, on connections of its own; closed with this store. */
  public ReadOnlyStore reads() {
    throw new UnsupportedOperationException("soon");
  }

  @Override
  public void close() {}
}
