package cbd.coordinator.store;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads a store, while a coordinator writes it or not; never changes it. Thread-safe; every method
 * blocks, sees one consistent moment, and throws {@link StoreUnavailableException} when the disk
 * fails.
 */
public final class ReadOnlyStore implements AutoCloseable {
  private final Path file;
  private final HikariDataSource source;
  private final Jdbi jdbi;

  private ReadOnlyStore(Path file, HikariDataSource source) {
    this.file = file;
    this.source = source;
    this.jdbi = Jdbi.create(source);
  }

  /**
   * Opens an existing store.
   *
   * @throws StoreUnusableException when the file is missing, not a cbd store, of another schema
   *     version, or on a network file system; it is never created or migrated
   */
  public static ReadOnlyStore open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreUnusableException(
          "There is no store "
              + file.toAbsolutePath()
              + ": the file is missing. A coordinator creates it; name the file it was started with.",
          null);
    }
    LocalDisk.require(file);
    SqliteFile.requireDatabase(file);
    HikariDataSource source = SqliteFile.readers(file);
    ReadOnlyStore store = new ReadOnlyStore(file, source);
    try {
      Failures.explained(
          file,
          () -> {
            Schema.require(store.jdbi, file);
            return file;
          });
      return store;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** All sweeps, the latest first. */
  public List<SweepRow> sweeps() {
    return read(handle -> SweepQuery.run(handle, null));
  }

  public Optional<SweepRow> sweep(SweepId sweep) {
    return read(handle -> SweepQuery.run(handle, sweep).stream().findFirst());
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
                    order by id limit 10""")
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
                    where a.trial = :trial order by a.attempt, m.sequence""")
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

  StoredState load() {
    return read(StandingQuery::run);
  }

  private <T> T read(Function<Handle, T> query) {
    return Failures.explained(file, () -> jdbi.inTransaction(query::apply));
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
