package cbd.coordinator.store;

import cbd.coordinator.schedule.Event.SlotQuarantined;
import cbd.coordinator.schedule.Event.SlotReleased;
import cbd.coordinator.schedule.Event.WorkerCordoned;
import cbd.coordinator.schedule.Event.WorkerUncordoned;
import cbd.coordinator.schedule.Hold;
import cbd.coordinator.store.Rows.Same;
import cbd.domain.WorkerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Rows of workers and slots to which nothing is granted. */
final class HoldRows {
  /** Stands for the whole worker; part of the key, so it must not be null. */
  private static final int ALL_SLOTS = -1;

  private static final String PUT =
      """
      insert into hold (worker, slot, kind, since, stop, reason, probe_at)
      values (:worker, :slot, :kind, :since, :stop, :reason, :probeAt)
      on conflict (worker, slot) do update set kind = excluded.kind, since = excluded.since,
        stop = excluded.stop, reason = excluded.reason, probe_at = excluded.probe_at""";

  private HoldRows() {}

  static void cordoned(Same events) {
    events.one(
        WorkerCordoned.class,
        PUT,
        (row, event) ->
            row.bind("worker", event.worker().value())
                .bind("slot", ALL_SLOTS)
                .bind("kind", Column.word(event.kind()))
                .bind("since", event.at().toEpochMilli())
                .bind("stop", event.stop() ? 1 : 0)
                .bind("reason", event.reason())
                .bind("probeAt", (Long) null));
  }

  static void uncordoned(Same events) {
    events.any(
        WorkerUncordoned.class,
        "delete from hold where worker = :worker and slot = " + ALL_SLOTS,
        (row, event) -> row.bind("worker", event.worker().value()));
  }

  static void quarantined(Same events) {
    events.one(
        SlotQuarantined.class,
        PUT,
        (row, event) ->
            row.bind("worker", event.slot().worker().value())
                .bind("slot", event.slot().index())
                .bind("kind", Column.word(Hold.Kind.QUARANTINED))
                .bind("since", event.at().toEpochMilli())
                .bind("stop", 0)
                .bind("reason", event.reason())
                .bind("probeAt", event.probeAt().toEpochMilli()));
  }

  static void released(Same events) {
    events.any(
        SlotReleased.class,
        "delete from hold where worker = :worker and slot = :slot",
        (row, event) ->
            row.bind("worker", event.slot().worker().value()).bind("slot", event.slot().index()));
  }

  static List<Hold> load(Handle handle) {
    return handle
        .createQuery("select * from hold order by worker, slot")
        .map((row, context) -> hold(row))
        .list();
  }

  private static Hold hold(ResultSet row) throws SQLException {
    int slot = row.getInt("slot");
    return new Hold(
        new WorkerId(row.getString("worker")),
        slot == ALL_SLOTS ? null : (Integer) slot,
        Column.constant(Hold.Kind.class, row.getString("kind")),
        Column.time(row, "since"),
        row.getInt("stop") != 0,
        row.getString("reason"),
        Column.timeOrNull(row, "probe_at"));
  }
}
