package cbd.coordinator.store;

import cbd.domain.SweepId;
import cbd.domain.TrialState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads sweeps with their trials counted by state. */
final class SweepQuery {
  private SweepQuery() {}

  /**
   * Sweeps, the latest first.
   *
   * @param only one of them, or null for all
   * @param after only those that come after this one, or null for all
   * @param limit at most so many
   */
  static List<SweepRow> run(
      Handle handle, @Nullable SweepId only, @Nullable SweepId after, int limit) {
    Map<SweepId, SweepRow> sweeps = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select s.id, s.name, s.accepted_at, s.max_attempts, s.priority, s.labels, s.notes,
                   s.repeats, s.stopping, s.resources, t.state, count(t.id) as trials
            from (
              select * from sweep
              where (:only is null or id = :only)
                and (:after is null or position < (select position from sweep where id = :after))
              order by position desc
              limit :limit
            ) s
            left join sweep_trial st on st.sweep = s.id
            left join trial t on t.id = st.trial
            group by s.id, s.name, s.accepted_at, s.max_attempts, s.priority, s.labels, s.notes,
                     s.repeats, s.stopping, s.resources, s.position, t.state
            order by s.position desc\
            """)
        .bind("only", only == null ? null : only.value())
        .bind("after", after == null ? null : after.value())
        .bind("limit", limit)
        .map((row, context) -> sweepInOneState(row))
        .forEach(sweep -> sweeps.merge(sweep.id(), sweep, SweepQuery::together));
    return List.copyOf(sweeps.values());
  }

  private static SweepRow sweepInOneState(ResultSet row) throws SQLException {
    Map<TrialState, Long> trials = new EnumMap<>(TrialState.class);
    for (TrialState state : TrialState.values()) {
      trials.put(state, 0L);
    }
    String state = row.getString("state");
    if (state != null) {
      trials.put(Column.constant(TrialState.class, state), row.getLong("trials"));
    }
    return new SweepRow(
        new SweepId(row.getString("id")),
        row.getString("name"),
        Column.time(row, "accepted_at"),
        row.getInt("max_attempts"),
        SweepRows.terms(row),
        trials);
  }

  private static SweepRow together(SweepRow some, SweepRow others) {
    Map<TrialState, Long> trials = new EnumMap<>(some.trials());
    others.trials().forEach((state, count) -> trials.merge(state, count, Long::sum));
    return new SweepRow(
        some.id(), some.name(), some.acceptedAt(), some.maxAttempts(), some.terms(), trials);
  }
}
