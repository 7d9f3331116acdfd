package cbd.coordinator.store;

import cbd.domain.SweepId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Notices as their tables have them. */
final class NoticeRows {
  private NoticeRows() {}

  /** A notice, of a row with the columns of its table. */
  static NoticeRow read(ResultSet row) throws SQLException {
    String sweep = row.getString("sweep");
    return new NoticeRow(
        row.getString("id"),
        row.getString("kind"),
        sweep == null ? null : new SweepId(sweep),
        Column.time(row, "at"),
        row.getString("subject"),
        row.getString("words"),
        row.getString("payload"));
  }

  /**
   * Those that were given up and of which a condition holds, the latest first.
   *
   * @param condition on the notice {@code n}, with what it needs in {@code bound}
   */
  static List<UntoldRow> untold(
      Handle handle, String condition, UnaryOperator<Query> bound, int limit) {
    return bound
        .apply(
            handle.createQuery(
                "select n.id, n.kind, n.sweep, n.at, n.subject, n.words, n.payload,"
                    + " d.channel, d.tries, d.reason, d.updated_at"
                    + " from notice_delivery d join notice n on n.id = d.notice"
                    + " where d.state = 'given-up' and "
                    + condition
                    + " order by d.updated_at desc, n.id, d.channel limit :limit"))
        .bind("limit", limit)
        .map(
            (row, context) ->
                new UntoldRow(
                    read(row),
                    row.getString("channel"),
                    row.getInt("tries"),
                    String.valueOf(row.getString("reason")),
                    Column.time(row, "updated_at")))
        .list();
  }
}
