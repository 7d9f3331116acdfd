package cbd.coordinator.store;

import cbd.coordinator.schedule.Caveats;
import cbd.coordinator.schedule.LostLease;
import cbd.coordinator.schedule.Pausing;
import cbd.coordinator.schedule.Room;
import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.store.StoredState.StoredSweep;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Resources;
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
                       t.lease, a.worker, a.slot, a.beside, a.expires_at, a.last_sequence,
                       t.excused, t.room, t.avoid_worker, t.avoid_slot, t.pausing, t.priority,
                       t.spared, t.resources,
                       r.trial as result, r.ca as result_ca, r.asr as result_asr, r.ra as result_ra,
                       r.ca_non_target as result_ca_non_target,
                       l.lease as lost, l.attempt as lost_attempt, l.worker as lost_worker,
                       l.slot as lost_slot, l.last_sequence as lost_sequence,
                       l.beside as lost_beside
                from trial t
                left join attempt a on a.lease = t.lease
                left join result r on r.trial = t.id
                left join attempt l on l.trial = t.id and l.state = 'expired'
                  and l.attempt = case when t.state in ('cooling-down', 'failed') then t.attempt
                                       when t.state in ('queued', 'paused') then t.attempt - 1 end
                order by t.position\
                """)
            .map((row, context) -> standing(row))
            .list();
    long nextLease =
        handle
            .createQuery("select coalesce(max(lease), 0) + 1 from attempt")
            .mapTo(Long.class)
            .one();
    return new StoredState(
        standings, nextLease, sweeps(handle), HoldRows.load(handle), StoppingQuery.run(handle));
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
        Column.timeOrNull(row, "not_before"),
        caveats(row),
        row.getInt("priority"),
        row.getString("result") == null ? null : MetricColumns.scores(row, "result_"),
        Json.parse(Resources.class, row.getString("resources")),
        lease == null ? List.of() : Json.numbers(row.getString("beside")));
  }

  private static Caveats caveats(ResultSet row) throws SQLException {
    String avoid = row.getString("avoid_worker");
    return new Caveats(
        row.getInt("excused"),
        Column.constant(Room.class, row.getString("room")),
        avoid == null ? null : new SlotId(new WorkerId(avoid), row.getInt("avoid_slot")),
        Column.constant(Pausing.class, row.getString("pausing")),
        lost(row),
        row.getInt("spared") == 1);
  }

  private static @Nullable LostLease lost(ResultSet row) throws SQLException {
    String worker = row.getString("lost_worker");
    return worker == null
        ? null
        : new LostLease(
            new LeaseId(row.getLong("lost")),
            row.getInt("lost_attempt"),
            new SlotId(new WorkerId(worker), row.getInt("lost_slot")),
            row.getLong("lost_sequence"),
            Json.numbers(row.getString("lost_beside")));
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
        .createQuery(
            """
            select id, name, max_attempts, priority, labels, notes, repeats, stopping,
                   resources
            from sweep order by position\
            """)
        .map(
            (row, context) ->
                new StoredSweep(
                    new SweepId(row.getString("id")),
                    row.getString("name"),
                    row.getInt("max_attempts"),
                    SweepRows.terms(row),
                    trials.getOrDefault(row.getString("id"), List.of())))
        .list();
  }
}
