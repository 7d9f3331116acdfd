package cbd.coordinator.store;

import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.store.StoredState.StoredSweep;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads back what the scheduler must remember, in a few queries whatever the number of trials. */
final class StandingQuery {
  private StandingQuery() {}

  static StoredState run(Handle handle) {
    List<TrialStanding> standings =
        handle
            .createQuery(
                """
                select t.id, t.spec, t.position, t.state, t.attempt, t.max_attempts, t.not_before,
                       t.lease, a.worker, a.slot, a.expires_at, a.last_sequence
                from trial t left join attempt a on a.lease = t.lease
                order by t.position""")
            .map((row, context) -> standing(row))
            .list();
    long nextLease =
        handle
            .createQuery("select coalesce(max(lease), 0) + 1 from attempt")
            .mapTo(Long.class)
            .one();
    return new StoredState(standings, nextLease, sweeps(handle));
  }

  private static TrialStanding standing(ResultSet row) throws SQLException {
    Trial trial = Json.trial(row.getString("id"), row.getString("spec"));
    int attempt = row.getInt("attempt");
    Lease lease = lease(row, trial.id(), attempt);
    return new TrialStanding(
        trial,
        row.getLong("position"),
        Column.constant(TrialState.class, row.getString("state")),
        attempt,
        row.getInt("max_attempts"),
        lease,
        lease == null ? 0 : row.getLong("last_sequence"),
        Column.timeOrNull(row, "not_before"));
  }

  private static @Nullable Lease lease(ResultSet row, TrialId trial, int attempt)
      throws SQLException {
    long lease = row.getLong("lease");
    if (row.wasNull()) {
      return null;
    }
    SlotId slot = new SlotId(new WorkerId(row.getString("worker")), row.getInt("slot"));
    return new Lease(new LeaseId(lease), trial, attempt, slot, Column.time(row, "expires_at"));
  }

  private static List<StoredSweep> sweeps(Handle handle) {
    Map<String, List<TrialId>> trials = new HashMap<>();
    handle
        .createQuery("select sweep, trial from sweep_trial order by sweep, position")
        .map((row, context) -> Map.entry(row.getString(1), new TrialId(row.getString(2))))
        .forEach(
            member ->
                trials
                    .computeIfAbsent(member.getKey(), sweep -> new ArrayList<>())
                    .add(member.getValue()));
    return handle
        .createQuery("select id, name, max_attempts from sweep order by position")
        .map(
            (row, context) ->
                new StoredSweep(
                    new SweepId(row.getString(1)),
                    row.getString(2),
                    row.getInt(3),
                    trials.getOrDefault(row.getString(1), List.of())))
        .list();
  }
}
