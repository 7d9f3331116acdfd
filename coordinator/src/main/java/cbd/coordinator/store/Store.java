package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The coordinator's store: one SQLite file on a local disk, one writer. Thread-safe; every method
 * blocks, so keep it off the actors' threads.
 *
 * <p>Two processes may have the same file open; the later {@link #beginTerm} decides who may write.
 */
public final class Store implements AutoCloseable {
  private final Path file;
  private final HikariDataSource source;
  private final Jdbi jdbi;
  private final ReadOnlyStore reads;

  private Store(Path file, HikariDataSource source, ReadOnlyStore reads) {
    this.file = file;
    this.source = source;
    this.jdbi = Jdbi.create(source);
    this.reads = reads;
  }

  /**
   * Opens a store, creates it when the file is missing, and brings an older schema up to date.
   *
   * @throws StoreUnusableException when the file is not a cbd store, is of a newer cbd, or lies on
   *     a network file system
   * @throws StoreUnavailableException when the disk fails or is full
   */
  public static Store open(Path file) {
    LocalDisk.require(file);
    createDirectory(file);
    if (Files.exists(file)) {
      SqliteFile.requireDatabase(file);
    }
    HikariDataSource source = SqliteFile.writer(file);
    try {
      Failures.explained(
          file,
          () -> {
            Schema.migrate(source, file);
            return file;
          });
      return new Store(file, source, ReadOnlyStore.open(file));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static void createDirectory(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    try {
      if (directory != null) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "The folder of the store " + file + " cannot be made: " + e.getMessage(), e);
    }
  }

  /** Takes office: from here on, every earlier term is fenced. */
  public Term beginTerm(String owner, Instant now) {
    return inTransaction(
        handle ->
            new Term(
                handle
                    .createQuery(
                        """
                        update coordinator_epoch
                        set epoch = epoch + 1, owner = :owner, acquired_at = :now
                        where id = 1 returning epoch""")
                    .bind("owner", owner)
                    .bind("now", now.toEpochMilli())
                    .mapTo(Long.class)
                    .one(),
                owner));
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
    inTransaction(
        handle -> {
          requireOffice(handle, term);
          if (!events.isEmpty()) {
            Rows.apply(handle, HistoryTable.append(handle, term, events));
          }
          return term;
        });
  }

  /**
   * First in every transaction, which in SQLite already holds the write lock: nobody can overtake.
   */
  private static void requireOffice(Handle handle, Term term) {
    long current =
        handle
            .createQuery("select epoch from coordinator_epoch where id = 1")
            .mapTo(Long.class)
            .one();
    if (current != term.epoch()) {
      throw new FencedException(term, current);
    }
  }

  /** Where everything stands. */
  public StoredState load() {
    return reads.load();
  }

  /** The reading side, on connections of its own; closed with this store. */
  public ReadOnlyStore reads() {
    return reads;
  }

  private <T> T inTransaction(Function<Handle, T> work) {
    return Failures.explained(file, () -> jdbi.inTransaction(work::apply));
  }

  /** The writing connection itself, for tests that make it fail. */
  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    reads.close();
    source.close();
  }
}
