package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.LeaseId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The history: one row per event, in the order they happened. */
final class HistoryTable {
  private HistoryTable() {}

  /** Writes those events that it does not have yet, and returns them. */
  static List<Event> append(Handle handle, Term term, List<? extends Event> events) {
    long number =
        handle.createQuery("select coalesce(max(number), 0) from history").mapTo(Long.class).one();
    String sql =
        """
        insert into history (number, term, at, type, trial, lease, sequence, once, body)
        values (:number, :term, :at, :type, :trial, :lease, :sequence, :once, :body)
        on conflict do nothing\
        """;
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (Event event : events) {
        Subject subject = Subject.of(event);
        TrialId trial = subject.trial();
        LeaseId lease = subject.lease();
        EventText text = EventText.of(event);
        batch
            .bind("number", ++number)
            .bind("term", term.epoch())
            .bind("at", event.at().toEpochMilli())
            .bind("type", text.type())
            .bind("trial", trial == null ? null : trial.value())
            .bind("lease", lease == null ? null : (Long) lease.value())
            .bind("sequence", subject.sequence())
            .bind("once", subject.once())
            .bind("body", text.json())
            .add();
      }
      return those(events, batch.execute());
    }
  }

  /**
   * Those that were written.
   *
   * @param written rows for each event, 0 or 1
   * @throws StoreUnusableException when the driver does not tell
   */
  static List<Event> those(List<? extends Event> events, int[] written) {
    List<Event> fresh = new ArrayList<>(written.length);
    for (int i = 0; i < written.length; i++) {
      if (written[i] < 0) {
        throw new StoreUnusableException(
            "The store's driver does not say whether it wrote "
                + events.get(i)
                + " (it answered "
                + written[i]
                + "), as it does when it rewrites batches (reWriteBatchedInserts). Nothing of its"
                + " batch was written.",
            null);
      }
      if (written[i] > 0) {
        fresh.add(events.get(i));
      }
    }
    return fresh;
  }

  static List<HistoryEntry> of(Handle handle, TrialId trial) {
    return handle
        .createQuery("select number, term, body from history where trial = :trial order by number")
        .bind("trial", trial.value())
        .map((row, context) -> entry(handle, row.getLong(1), row.getLong(2), row.getString(3)))
        .list();
  }

  static List<HistoryEntry> page(Handle handle, long after, int limit) {
    return handle
        .createQuery(
            """
            select number, term, body from history
            where number > :after order by number limit :limit\
            """)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> entry(handle, row.getLong(1), row.getLong(2), row.getString(3)))
        .list();
  }

  static long last(Handle handle) {
    return handle
        .createQuery("select coalesce(max(number), 0) from history")
        .mapTo(Long.class)
        .one();
  }

  static List<SuccessRow> successes(Handle handle, long after, int limit) {
    return handle
        .createQuery(
            """
            select number, trial from history
            where number > :after and type = 'trial-succeeded' order by number limit :limit\
            """)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, context) -> new SuccessRow(row.getLong(1), new TrialId(row.getString(2))))
        .list();
  }

  private static HistoryEntry entry(Handle handle, long number, long term, String body) {
    Event event = EventText.parse(body);
    if (event instanceof Event.SweepAccepted e) {
      event = whole(handle, e);
    } else if (event instanceof Event.SweepExtended e) {
      List<Trial> trials = trials(handle, e.sweep(), e.first());
      event =
          new Event.SweepExtended(
              e.at(), e.sweep(), e.first(), trials, e.maxAttempts(), e.priority(), e.resources());
    }
    return new HistoryEntry(number, term, event);
  }

  /** The acceptance with the file and the trials that its text leaves out. */
  private static Event whole(Handle handle, Event.SweepAccepted brief) {
    SweepId sweep = brief.sweep();
    String text =
        handle
            .createQuery("select text from sweep where id = :sweep")
            .bind("sweep", sweep.value())
            .mapTo(String.class)
            .one();
    return new Event.SweepAccepted(
        brief.at(),
        sweep,
        brief.name(),
        text,
        trials(handle, sweep, 0),
        brief.maxAttempts(),
        brief.terms());
  }

  /** Those that came with the sweep, or with a later extension of it. */
  private static List<Trial> trials(Handle handle, SweepId sweep, long extension) {
    return handle
        .createQuery(
            """
            select t.id, t.spec from sweep_trial st join trial t on t.id = st.trial
            where st.sweep = :sweep and st.extension = :extension order by st.position\
            """)
        .bind("sweep", sweep.value())
        .bind("extension", extension)
        .map((row, context) -> Json.trial(row.getString(1), row.getString(2)))
        .list();
  }
}
