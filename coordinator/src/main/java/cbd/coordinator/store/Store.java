package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The coordinator's store, in whatever {@link Database}; one writer. Thread-safe; every method
 * blocks, so keep it off the actors' threads.
 *
 * <p>Several processes may have the same store open; the latest {@link #beginTerm} decides who may
 * write.
 */
public final class Store implements AutoCloseable {
  private final Database database;
  private final HikariDataSource source;
  private final Jdbi jdbi;
  private final ReadOnlyStore reads;

  private Store(Database database, HikariDataSource source, ReadOnlyStore reads) {
    this.database = database;
    this.source = source;
    this.jdbi = Jdbi.create(source);
    this.reads = reads;
  }

  /** Opens a store in a file of this machine; see {@link #open(Database)}. */
  public static Store open(Path file) {
    return open(Database.file(file));
  }

  /**
   * Opens a store, creates it where there is none, and brings an older schema up to date.
   *
   * @throws StoreUnusableException when what lies there is not a cbd store or is of a newer cbd,
   *     when a file lies on a network file system, or a server lets us not in
   * @throws StoreUnavailableException when the disk fails or is full, or the server is away
   */
  public static Store open(Database database) {
    database.prepare();
    HikariDataSource source = database.writer();
    try {
      database.explained(
          () -> {
            Schema.migrate(source, database);
            return database;
          });
      return new Store(database, source, ReadOnlyStore.open(database));
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Whether coordinators on several machines can use it. */
  public boolean isShared() {
    return database.isShared();
  }

  /** Takes office for somebody without an API; see {@link #beginTerm(Owner, Instant)}. */
  public Term beginTerm(String owner, Instant now) {
    return beginTerm(new Owner(owner, null), now);
  }

  /**
   * Takes office: from here on, every earlier term is fenced.
   *
   * @throws OutdatedException when a newer cbd has brought the store up to date since it was opened
   */
  public Term beginTerm(Owner owner, Instant now) {
    return inTransaction(
        handle -> {
          Schema.requireKnown(handle, database);
          return new Term(
              handle
                  .createQuery(
                      """
                      update coordinator_epoch
                      set epoch = epoch + 1, owner = :owner, http = :http, acquired_at = :now,
                        seen_at =\s"""
                          + database.clock()
                          + " where id = 1 returning epoch")
                  .bind("owner", owner.member())
                  .bind("http", owner.http())
                  .bind("now", now.toEpochMilli())
                  .mapTo(Long.class)
                  .one(),
              owner.member());
        });
  }

  /**
   * Says that the coordinator in office is there, which keeps others from opening a second cluster,
   * and finds out whether it still is in office. Where no others can come it writes nothing.
   *
   * @throws FencedException when a later term has begun
   */
  public void attend(Term term) {
    inTransaction(
        handle -> {
          requireOffice(handle, term);
          if (database.isShared()) {
            handle.execute(
                "update coordinator_epoch set seen_at = " + database.clock() + " where id = 1");
          }
          return term;
        });
  }

  /**
   * Whether this coordinator, which finds no cluster, may open one: only when none in office was
   * there for a while, wherever it is, and only one at a time. By the database's clock.
   *
   * @param silence how long nobody in office may have been seen
   * @param turn how long whoever was allowed to before had for it
   */
  public boolean mayOpenCluster(Duration silence, Duration turn) {
    return inTransaction(
        handle ->
            handle
                    .createUpdate(
                        "update coordinator_epoch set opened_at = "
                            + database.clock()
                            + " where id = 1 and seen_at <= :silence + "
                            + database.clock()
                            + " and opened_at <= :turn + "
                            + database.clock())
                    .bind("silence", -silence.toMillis())
                    .bind("turn", -turn.toMillis())
                    .execute()
                == 1);
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
   * Keeps what came beside reports, in a transaction of its own.
   *
   * @return digests of the pictures among it whose bytes are not there
   * @throws FencedException when a later term has begun
   */
  public Set<String> keep(Term term, Enclosures enclosures) {
    return inOffice(
        term,
        handle -> {
          EnclosureRows.keepLogs(handle, enclosures.logs());
          return EnclosureRows.keepPictures(handle, enclosures.pictures());
        });
  }

  /** What people are told of. */
  public NoticeBook notices() {
    return new NoticeBook(this);
  }

  /** Writes in one transaction, if the term is not over. */
  <T> T inOffice(Term term, Function<Handle, T> work) {
    return inTransaction(
        handle -> {
          requireOffice(handle, term);
          return work.apply(handle);
        });
  }

  /** First in every transaction: from here to its end, nobody else can take office. */
  private void requireOffice(Handle handle, Term term) {
    long current = handle.createQuery(database.officeQuery()).mapTo(Long.class).one();
    if (current != term.epoch()) {
      throw new FencedException(term, current);
    }
  }

  /** Where everything stands. */
  public StoredState load() {
    return reads.load();
  }

  /** Tokens, web sessions and the audit log. */
  public AccessStore access() {
    return new AccessStore(database, jdbi, reads);
  }

  /** The reading side, on connections of its own; closed with this store. */
  public ReadOnlyStore reads() {
    return reads;
  }

  private <T> T inTransaction(Function<Handle, T> work) {
    return database.explained(() -> jdbi.inTransaction(work::apply));
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
