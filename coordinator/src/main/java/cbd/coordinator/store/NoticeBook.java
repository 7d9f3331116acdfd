package cbd.coordinator.store;

import cbd.domain.SweepId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * What people are told of, and how far the telling is. Only the coordinator in office writes here,
 * as everywhere in the store. Thread-safe; every method blocks.
 */
public final class NoticeBook {
  /** Notices that a channel gets at once. */
  private static final int PAGE = 20;

  private static final String COLUMNS =
      "n.id, n.kind, n.sweep, n.at, n.subject, n.words, n.payload, d.channel, d.tries";

  private final Store store;

  NoticeBook(Store store) {
    this.store = store;
  }

  /** Up to which number the history was looked through; empty before the first time. */
  public OptionalLong position() {
    return store
        .reads()
        .atOneMoment(
            handle ->
                handle
                    .createQuery("select position from notice_watch where id = 1")
                    .mapTo(Long.class)
                    .findOne()
                    .map(OptionalLong::of)
                    .orElse(OptionalLong.empty()));
  }

  /** The number of the latest event; 0 when there is none. */
  public long last() {
    return store.reads().lastEvent();
  }

  /** The number of the latest event by which training came forward; 0 when there is none. */
  public long lastProgress() {
    return store
        .reads()
        .atOneMoment(
            handle ->
                handle
                    .createQuery(
                        """
                        select number from history where type in ('epoch-recorded', 'trial-succeeded')
                        order by number desc limit 1\
                        """)
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(0L));
  }

  /**
   * Sweeps of which a trial ended, for good or until its next attempt.
   *
   * @param after the number of the last event that was looked at before
   * @param upTo the number of the last one that is looked at now
   */
  public List<SweepEnding> endings(long after, long upTo) {
    return store
        .reads()
        .atOneMoment(
            handle ->
                handle
                    .createQuery(
                        """
                        select st.sweep, max(h.number) as number, max(h.at) as at
                        from history h join sweep_trial st on st.trial = h.trial
                        where h.number > :after and h.number <= :upTo and h.type in
                          ('trial-succeeded', 'attempt-failed', 'lease-expired', 'trial-cancelled',
                           'trial-stopped')
                        group by st.sweep order by 2\
                        """)
                    .bind("after", after)
                    .bind("upTo", upTo)
                    .map(
                        (row, context) ->
                            new SweepEnding(
                                new SweepId(row.getString("sweep")),
                                row.getLong("number"),
                                Column.time(row, "at")))
                    .list());
  }

  /**
   * Keeps notices and how far the history was looked through, in one transaction. One that is kept
   * already stays as it is.
   *
   * @param notices each with the names of the channels that shall deliver it
   * @return those that were not kept already
   * @throws FencedException when a later term has begun
   */
  public List<NoticeRow> keep(
      Term term, long position, Map<NoticeRow, ? extends Collection<String>> notices) {
    return store.inOffice(
        term,
        handle -> {
          List<NoticeRow> fresh = new ArrayList<>();
          notices.forEach(
              (notice, channels) -> {
                if (insert(handle, notice, channels)) {
                  fresh.add(notice);
                }
              });
          handle
              .createUpdate(
                  """
                  insert into notice_watch (id, position) values (1, :position)
                  on conflict (id) do update set position = excluded.position\
                  """)
              .bind("position", position)
              .execute();
          return fresh;
        });
  }

  private static boolean insert(Handle handle, NoticeRow notice, Collection<String> channels) {
    int fresh =
        handle
            .createUpdate(
                """
                insert into notice (id, kind, sweep, at, subject, words, payload)
                values (:id, :kind, :sweep, :at, :subject, :words, :payload)
                on conflict do nothing\
                """)
            .bind("id", notice.id())
            .bind("kind", notice.kind())
            .bind("sweep", notice.sweep() == null ? null : notice.sweep().value())
            .bind("at", notice.at().toEpochMilli())
            .bind("subject", Column.words(notice.subject()))
            .bind("words", Column.words(notice.words()))
            .bind("payload", Column.words(notice.payload()))
            .execute();
    if (fresh == 0) {
      return false;
    }
    if (channels.isEmpty()) {
      return true;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into notice_delivery (notice, channel, state, tries, next_at, updated_at)
            values (:notice, :channel, 'due', 0, :at, :at)\
            """)) {
      for (String channel : channels) {
        batch
            .bind("notice", notice.id())
            .bind("channel", channel)
            .bind("at", notice.at().toEpochMilli())
            .add();
      }
      batch.execute();
    }
    return true;
  }

  /** What a channel shall deliver now, what is due longest first. */
  public List<DueNotice> due(String channel, Instant now) {
    return due(
        "d.channel = :channel and d.next_at <= :now order by d.next_at, n.at, n.id",
        query -> query.bind("channel", channel).bind("now", now.toEpochMilli()));
  }

  /**
   * Begins a try: whatever becomes of it and of this process, the next one is due at a time.
   *
   * @return whether it is ours to try
   * @throws FencedException when a later term has begun
   */
  public boolean begin(Term term, DueNotice due, Instant now, Instant next) {
    return store.inOffice(
        term,
        handle ->
            handle
                    .createUpdate(
                        """
                        update notice_delivery
                        set tries = tries + 1, next_at = :next, updated_at = :now
                        where notice = :notice and channel = :channel and state = 'due'
                          and tries = :tries\
                        """)
                    .bind("notice", due.notice().id())
                    .bind("channel", due.channel())
                    .bind("tries", due.tries())
                    .bind("next", next.toEpochMilli())
                    .bind("now", now.toEpochMilli())
                    .execute()
                == 1);
  }

  /**
   * Notes what came of a try.
   *
   * @param reason what the other side said, or why it could not be asked
   * @param next when the next try is due, if it is still due
   * @throws FencedException when a later term has begun
   */
  public void end(
      Term term, DueNotice due, NoticeState state, String reason, Instant now, Instant next) {
    store.inOffice(
        term,
        handle ->
            handle
                .createUpdate(
                    """
                    update notice_delivery
                    set state = :state, reason = :reason, updated_at = :now, next_at = :next
                    where notice = :notice and channel = :channel and state = 'due'\
                    """)
                .bind("notice", due.notice().id())
                .bind("channel", due.channel())
                .bind("state", Column.word(state))
                .bind("reason", Column.words(reason))
                .bind("now", now.toEpochMilli())
                .bind("next", next.toEpochMilli())
                .execute());
  }

  /**
   * Notices that are older than a time and still due by a channel, whether it exists or not.
   *
   * @param before the time
   */
  public List<DueNotice> stale(Instant before) {
    return due(
        "n.at < :before order by n.at, n.id", query -> query.bind("before", before.toEpochMilli()));
  }

  /** A page of those that are due and of which a condition holds, in an order. */
  private List<DueNotice> due(String condition, UnaryOperator<Query> bound) {
    return store
        .reads()
        .atOneMoment(
            handle ->
                bound
                    .apply(
                        handle.createQuery(
                            "select "
                                + COLUMNS
                                + " from notice_delivery d join notice n on n.id = d.notice"
                                + " where d.state = 'due' and "
                                + condition
                                + " limit :limit"))
                    .bind("limit", PAGE)
                    .map((row, context) -> due(row))
                    .list());
  }

  private static DueNotice due(ResultSet row) throws SQLException {
    return new DueNotice(NoticeRows.read(row), row.getString("channel"), row.getInt("tries"));
  }
}
