package cbd.coordinator.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/**
 * Tells a store's history again to an empty one and holds the rows that come of it against the rows
 * that are there: results and leaderboard are a function of the history, or this finds where they
 * are not.
 */
public final class Rebuild {
  /** Events of one transaction. */
  private static final int BATCH = 1000;

  /** Told of each table: one row too many puts all behind it out of step. */
  private static final int MOST_DIFFERENCES = 5;

  /** What the history adds up to, with what the rows are ordered by. */
  private static final Map<String, String> TABLES =
      new TreeMap<>(
          Map.of(
              "sweep", "position",
              "sweep_trial", "sweep, position",
              "trial", "position",
              "attempt", "lease",
              "epoch_metric", "lease, sequence",
              "hold", "worker, slot",
              "result", "trial"));

  private Rebuild() {}

  /**
   * What was found.
   *
   * @param events that were told again
   * @param rows that were compared, by table
   * @param differences in words, the first five of each table; empty when the history tells the
   *     same
   */
  public record Outcome(long events, Map<String, Long> rows, List<String> differences) {
    public Outcome {
      rows = Map.copyOf(rows);
      differences = List.copyOf(differences);
    }

    /** Whether the history gives the same rows. */
    public boolean isSame() {
      return differences.isEmpty();
    }
  }

  /**
   * Rebuilds and compares, as of one moment, whether a coordinator writes the store or not.
   *
   * @param fresh the file to build the new store in; must not exist
   * @param now for the new store's term
   * @throws StoreUnusableException when an event of the history cannot follow those before it
   */
  public static Outcome of(ReadOnlyStore source, Path fresh, Instant now) {
    try (Store again = Store.open(Database.file(fresh))) {
      Term term = again.beginTerm("rebuilt from the history", now);
      return source.atOneMoment(
          told -> {
            long events = retell(told, again, term);
            return again
                .jdbi()
                .withHandle(
                    rebuilt -> {
                      Comparison comparison = new Comparison(told, rebuilt);
                      TABLES.forEach(comparison::compare);
                      return new Outcome(events, comparison.rows, comparison.differences);
                    });
          });
    }
  }

  private static long retell(Handle told, Store again, Term term) {
    long last = 0;
    long events = 0;
    List<HistoryEntry> page = HistoryTable.page(told, last, BATCH);
    while (!page.isEmpty()) {
      again.append(term, page.stream().map(HistoryEntry::event).toList());
      events += page.size();
      last = page.get(page.size() - 1).number();
      page = HistoryTable.page(told, last, BATCH);
    }
    return events;
  }

  /** Two stores' rows side by side; never holds more than a page of them. */
  private static final class Comparison {
    private final Handle told;
    private final Handle rebuilt;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();
    private int differing;

    private Comparison(Handle told, Handle rebuilt) {
      this.told = told;
      this.rebuilt = rebuilt;
    }

    private void compare(String table, String order) {
      long count = 0;
      differing = 0;
      try (ResultIterator<Map<String, Object>> here = rows(told, table, order);
          ResultIterator<Map<String, Object>> there = rows(rebuilt, table, order)) {
        while (here.hasNext() || there.hasNext()) {
          count++;
          compare(table + " row " + count, next(here), next(there));
        }
      }
      rows.put(table, count);
    }

    private void compare(
        String row, @Nullable Map<String, Object> here, @Nullable Map<String, Object> there) {
      if (here == null || there == null) {
        differ(row + " is " + (here == null ? "missing" : "not told by the history: " + here));
        return;
      }
      TreeSet<String> columns = new TreeSet<>(here.keySet());
      columns.addAll(there.keySet());
      for (String column : columns) {
        Object is = plain(here.get(column));
        Object told = plain(there.get(column));
        if (!Objects.equals(is, told)) {
          differ(row + ": " + column + " is " + is + ", but the history tells " + told);
        }
      }
    }

    private void differ(String words) {
      if (++differing <= MOST_DIFFERENCES) {
        differences.add(words);
      }
    }

    private static ResultIterator<Map<String, Object>> rows(
        Handle handle, String table, String order) {
      return handle
          .createQuery("select * from " + table + " order by " + order)
          .setFetchSize(BATCH)
          .mapToMap()
          .iterator();
    }

    private static @Nullable Map<String, Object> next(Iterator<Map<String, Object>> rows) {
      return rows.hasNext() ? rows.next() : null;
    }

    /** Each database has types of its own for whole numbers. */
    private static @Nullable Object plain(@Nullable Object value) {
      return value instanceof Integer || value instanceof Short
          ? (Object) ((Number) value).longValue()
          : value;
    }
  }
}
