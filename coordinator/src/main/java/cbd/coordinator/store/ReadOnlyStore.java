package cbd.coordinator.store;

import cbd.domain.AttackPicture;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store, while a coordinator writes it or not; never changes it. Thread-safe; every method
 * blocks, sees one consistent moment, and throws {@link StoreUnavailableException} when the disk
 * fails or the server is away.
 */
public final class ReadOnlyStore implements AutoCloseable {
  private final Database database;
  private final HikariDataSource source;
  private final Jdbi jdbi;

  private ReadOnlyStore(Database database, HikariDataSource source) {
    this.database = database;
    this.source = source;
    this.jdbi = Jdbi.create(source);
  }

  /** Opens a store in a file of this machine; see {@link #open(Database)}. */
  public static ReadOnlyStore open(Path file) {
    return open(Database.file(file));
  }

  /**
   * Opens an existing store.
   *
   * @throws StoreUnusableException when it is missing, not a cbd store, of another schema version,
   *     or on a network file system; it is never created or migrated
   * @throws StoreUnavailableException when the disk fails or the server is away
   */
  public static ReadOnlyStore open(Database database) {
    database.requireThere();
    HikariDataSource source = database.readers();
    ReadOnlyStore store = new ReadOnlyStore(database, source);
    try {
      database.explained(
          () -> {
            Schema.require(store.jdbi, database);
            return database;
          });
      return store;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** Who is in office, or was last; empty when nobody ever was. */
  public Optional<Office> office() {
    return read(
        handle ->
            handle
                .createQuery(
                    "select epoch, owner, http, acquired_at from coordinator_epoch where epoch > 0")
                .map(
                    (row, context) ->
                        new Office(
                            row.getLong("epoch"),
                            new Owner(row.getString("owner"), row.getString("http")),
                            Column.time(row, "acquired_at")))
                .findOne());
  }

  /** All sweeps, the latest first. */
  public List<SweepRow> sweeps() {
    return read(handle -> SweepQuery.run(handle, null, null, Integer.MAX_VALUE));
  }

  /**
   * A page of all sweeps, the latest first. Sweeps that are submitted meanwhile do not shift it.
   *
   * @param after the last one of the page before; null for the first page
   * @param limit at most so many
   */
  public List<SweepRow> sweeps(@Nullable SweepId after, int limit) {
    return read(handle -> SweepQuery.run(handle, null, after, limit));
  }

  public Optional<SweepRow> sweep(SweepId sweep) {
    return read(handle -> SweepQuery.run(handle, sweep, null, 1).stream().findFirst());
  }

  /** Which sweeps there are, the latest first; counts nothing, so it is quick. */
  public List<SweepId> sweepIds() {
    return read(
        handle ->
            handle
                .createQuery("select id from sweep order by position desc")
                .map((row, context) -> new SweepId(row.getString(1)))
                .list());
  }

  /** The sweep file as it was submitted. */
  public Optional<String> sweepText(SweepId sweep) {
    return read(
        handle ->
            handle
                .createQuery("select text from sweep where id = :sweep")
                .bind("sweep", sweep.value())
                .mapTo(String.class)
                .findOne());
  }

  /**
   * A page of a sweep's trials in grid order.
   *
   * @param states only trials in these; empty: all
   * @param after the {@link TrialRow#index} of the last trial of the page before, -1 for the first
   * @param limit at most so many
   */
  public List<TrialRow> trials(SweepId sweep, Set<TrialState> states, long after, int limit) {
    return read(handle -> TrialQuery.ofSweep(handle, sweep, states, after, limit));
  }

  /**
   * The undefended trials of all sweeps that have a result and data set, model, attack and poison
   * rate in common with a trial of this one: among them is whatever its defenses compare to.
   */
  public List<TrialRow> undefended(SweepId sweep) {
    return read(handle -> TrialQuery.undefended(handle, sweep));
  }

  /** Where trials stand; those that the store does not know have no entry. */
  public Map<TrialId, TrialState> states(Collection<TrialId> trials) {
    return read(handle -> TrialQuery.states(handle, List.copyOf(trials)));
  }

  public Optional<TrialRow> trial(TrialId trial) {
    return read(handle -> TrialQuery.one(handle, trial));
  }

  /** Trials whose id starts with these hexadecimal digits, at most ten. */
  public List<TrialId> trialsStartingWith(String digits) {
    // The letter after f ends the range, and a range, unlike a pattern, has no characters to
    // escape.
    return read(
        handle ->
            handle
                .createQuery(
                    """
                    select id from trial where id >= :digits and id < :digits || 'g'
                    order by id limit 10\
                    """)
                .bind("digits", digits)
                .map((row, context) -> new TrialId(row.getString(1)))
                .list());
  }

  /** A trial's attempts, the first first. */
  public List<AttemptRow> attempts(TrialId trial) {
    return read(
        handle ->
            handle
                .createQuery("select * from attempt where trial = :trial order by attempt")
                .bind("trial", trial.value())
                .map((row, context) -> attempt(row))
                .list());
  }

  /** A trial's measurements of all attempts, in the order they were reported. */
  public List<EpochRow> epochs(TrialId trial) {
    return read(
        handle ->
            handle
                .createQuery(
                    """
                    select a.attempt, m.* from attempt a join epoch_metric m on m.lease = a.lease
                    where a.trial = :trial order by a.attempt, m.sequence\
                    """)
                .bind("trial", trial.value())
                .map(
                    (row, context) ->
                        new EpochRow(
                            row.getInt("attempt"),
                            row.getLong("sequence"),
                            Column.time(row, "at"),
                            MetricColumns.read(row)))
                .list());
  }

  /** The end of the log of an attempt that is over; empty when it never came, or is gone. */
  public Optional<KeptLog> log(LeaseId lease) {
    return read(handle -> EnclosureRows.log(handle, lease));
  }

  /** What a trial's attack does to test images; empty when no attempt of it has shown it. */
  public Optional<AttackPicture> picture(TrialId trial) {
    return read(handle -> EnclosureRows.picture(handle, trial));
  }

  /** What happened to a trial, in order; without the acceptance of its sweeps. */
  public List<HistoryEntry> history(TrialId trial) {
    return read(handle -> HistoryTable.of(handle, trial));
  }

  /**
   * What happened to everything, in order.
   *
   * @param after the {@link HistoryEntry#number} of the last entry of the page before, 0 for the
   *     first
   * @param limit at most so many
   */
  public List<HistoryEntry> history(long after, int limit) {
    return read(handle -> HistoryTable.page(handle, after, limit));
  }

  /** The number of the latest event; 0 when there is none. */
  public long lastEvent() {
    return read(HistoryTable::last);
  }

  /**
   * Trials that got their result, the first first.
   *
   * @param after the number of the last event that was looked at before
   * @param limit at most so many
   */
  public List<SuccessRow> successes(long after, int limit) {
    return read(handle -> HistoryTable.successes(handle, after, limit));
  }

  /**
   * Notices that were given up, the latest first.
   *
   * @param limit at most so many
   */
  public List<UntoldRow> untold(int limit) {
    return read(handle -> NoticeRows.untold(handle, "1 = 1", UnaryOperator.identity(), limit));
  }

  /**
   * Those about a sweep, or, once it was accepted, about the whole cluster.
   *
   * @param limit at most so many
   */
  public List<UntoldRow> untold(SweepRow sweep, int limit) {
    return read(
        handle ->
            NoticeRows.untold(
                handle,
                "(n.sweep = :sweep or (n.sweep is null and n.at >= :accepted))",
                query ->
                    query
                        .bind("sweep", sweep.id().value())
                        .bind("accepted", sweep.acceptedAt().toEpochMilli()),
                limit));
  }

  /** Several queries that see the same moment. */
  <T> T atOneMoment(Function<Handle, T> queries) {
    return read(queries);
  }

  /** What the database finds wrong with its own files, line by line; empty when they are sound. */
  public List<String> damage() {
    return read(database::damage);
  }

  StoredState load() {
    return read(StandingQuery::run);
  }

  /** One moment, seen through the reading connections. */
  <T> T read(Function<Handle, T> query) {
    return database.explained(() -> jdbi.inTransaction(query::apply));
  }

  private static AttemptRow attempt(ResultSet row) throws SQLException {
    String failure = row.getString("failure");
    return new AttemptRow(
        new LeaseId(row.getLong("lease")),
        row.getInt("attempt"),
        new SlotId(new WorkerId(row.getString("worker")), row.getInt("slot")),
        Column.time(row, "granted_at"),
        Column.time(row, "expires_at"),
        Column.constant(AttemptState.class, row.getString("state")),
        Column.timeOrNull(row, "ended_at"),
        failure == null ? null : Column.constant(Failure.class, failure),
        row.getString("message"),
        row.getString("detail"));
  }

  @Override
  public void close() {
    source.close();
  }
}
