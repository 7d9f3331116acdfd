package cbd.coordinator.store;

import cbd.domain.Provenance;
import cbd.domain.Resources;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads trials with the last thing that was measured of each. */
final class TrialQuery {
  private static final String LAST_EPOCH =
      """
      left join attempt a on a.lease = t.lease
      left join result r on r.trial = t.id
      left join epoch_metric m on (m.lease, m.sequence) = (
        select x.lease, x.sequence from attempt y join epoch_metric x on x.lease = y.lease
        where y.trial = t.id order by y.attempt desc, x.sequence desc limit 1)
      left join attempt b on b.lease = m.lease
      """;

  private static final String COLUMNS =
      """
      t.id, t.spec, t.state, t.attempt, t.max_attempts, t.updated_at, t.reason, t.resources, a.worker, a.slot,
      r.ca as result_ca, r.asr as result_asr, r.ra as result_ra,
      r.ca_non_target as result_ca_non_target, r.seconds as result_seconds, r.provenance,
      b.attempt as measured_attempt,
      """
          + MetricColumns.columns("m.");

  /** Parameters of one statement. */
  private static final int CHUNK = 500;

  private TrialQuery() {}

  static List<TrialRow> ofSweep(
      Handle handle, SweepId sweep, Set<TrialState> states, long after, int limit) {
    Set<TrialState> wanted = states.isEmpty() ? EnumSet.allOf(TrialState.class) : states;
    return handle
        .createQuery(
            "select st.position as place, "
                + COLUMNS
                + "from sweep_trial st join trial t on t.id = st.trial "
                + LAST_EPOCH
                + """
                where st.sweep = :sweep and st.position > :after and t.state in (<states>)
                order by st.position limit :limit""")
        .bind("sweep", sweep.value())
        .bind("after", after)
        .bind("limit", limit)
        .bindList("states", wanted.stream().map(Column::word).toList())
        .map((row, context) -> trial(row))
        .list();
  }

  static Optional<TrialRow> one(Handle handle, TrialId trial) {
    return handle
        .createQuery(
            "select t.position as place, "
                + COLUMNS
                + "from trial t "
                + LAST_EPOCH
                + "where t.id = :trial")
        .bind("trial", trial.value())
        .map((row, context) -> trial(row))
        .findOne();
  }

  /** Undefended trials with a result that stand against the same attacks as a sweep's trials. */
  static List<TrialRow> undefended(Handle handle, SweepId sweep) {
    return handle
        .createQuery(
            "select t.position as place, "
                + COLUMNS
                + "from trial t "
                + LAST_EPOCH
                + """
                where t.defense = 'none' and t.state = 'succeeded'
                  and (t.dataset, t.model, t.attack, t.poison_rate) in (
                    select d.dataset, d.model, d.attack, d.poison_rate
                    from sweep_trial st join trial d on d.id = st.trial where st.sweep = :sweep)
                order by t.position""")
        .bind("sweep", sweep.value())
        .map((row, context) -> trial(row))
        .list();
  }

  static Map<TrialId, TrialState> states(Handle handle, List<TrialId> trials) {
    Map<TrialId, TrialState> states = new HashMap<>();
    for (int from = 0; from < trials.size(); from += CHUNK) {
      List<TrialId> some = trials.subList(from, Math.min(from + CHUNK, trials.size()));
      handle
          .createQuery("select id, state from trial where id in (<ids>)")
          .bindList("ids", some.stream().map(TrialId::value).toList())
          .map(
              (row, context) ->
                  Map.entry(
                      new TrialId(row.getString(1)),
                      Column.constant(TrialState.class, row.getString(2))))
          .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
    }
    return states;
  }

  private static TrialRow trial(ResultSet row) throws SQLException {
    return new TrialRow(
        Json.trial(row.getString("id"), row.getString("spec")),
        row.getLong("place"),
        Column.constant(TrialState.class, row.getString("state")),
        row.getInt("attempt"),
        row.getInt("max_attempts"),
        slot(row),
        Column.time(row, "updated_at"),
        row.getString("phase") == null ? null : MetricColumns.read(row),
        row.getString("phase") == null ? null : row.getInt("measured_attempt"),
        result(row),
        row.getString("reason"),
        Json.parse(Resources.class, row.getString("resources")));
  }

  private static @Nullable SlotId slot(ResultSet row) throws SQLException {
    String worker = row.getString("worker");
    return worker == null ? null : new SlotId(new WorkerId(worker), row.getInt("slot"));
  }

  private static @Nullable TrialResult result(ResultSet row) throws SQLException {
    String provenance = row.getString("provenance");
    return provenance == null
        ? null
        : new TrialResult(
            MetricColumns.scores(row, "result_"),
            row.getDouble("result_seconds"),
            Json.parse(Provenance.class, provenance));
  }
}
