package cbd.coordinator.store;

import cbd.coordinator.schedule.Event.EpochRecorded;
import cbd.coordinator.schedule.Event.LeaseGranted;
import cbd.coordinator.store.Rows.Same;
import cbd.domain.Lease;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of an attempt that starts and goes on. */
final class AttemptRows {
  private AttemptRows() {}

  static void granted(Same events) {
    events.one(
        LeaseGranted.class,
        """
        update trial set state = 'leased', attempt = :attempt, lease = :lease, reason = null,
          updated_at = :at
        where id = :trial and state = 'queued'""",
        AttemptRows::bind);
    events.one(
        LeaseGranted.class,
        """
        insert into attempt (lease, trial, attempt, worker, slot, state, granted_at, expires_at,
                             last_sequence, beside)
        values (:lease, :trial, :attempt, :worker, :slot, 'running', :at, :expiresAt, 0,
                :beside)""",
        (row, event) ->
            bind(row, event)
                .bind("worker", event.lease().slot().worker().value())
                .bind("slot", event.lease().slot().index())
                .bind("beside", Json.of(event.beside()))
                .bind("expiresAt", event.lease().expiresAt().toEpochMilli()));
  }

  private static PreparedBatch bind(PreparedBatch row, LeaseGranted event) {
    Lease lease = event.lease();
    return row.bind("trial", lease.trial().value())
        .bind("lease", lease.id().value())
        .bind("attempt", lease.attempt())
        .bind("at", event.at().toEpochMilli());
  }

  static void recorded(Same events) {
    events.one(
        EpochRecorded.class,
        """
        update attempt set last_sequence = :sequence,
          expires_at = case when expires_at > :expiresAt then expires_at else :expiresAt end
        where lease = :lease and trial = :trial and state = 'running'
          and last_sequence < :sequence""",
        (row, event) ->
            row.bind("sequence", event.sequence())
                .bind("expiresAt", event.expiresAt().toEpochMilli())
                .bind("lease", event.lease().value())
                .bind("trial", event.trial().value()));
    events.one(
        EpochRecorded.class,
        "insert into epoch_metric (lease, sequence, at, "
            + MetricColumns.columns("")
            + ") values (:lease, :sequence, :at, "
            + MetricColumns.columns(":")
            + ")",
        (row, event) ->
            MetricColumns.bind(row, event.metrics())
                .bind("lease", event.lease().value())
                .bind("sequence", event.sequence())
                .bind("at", event.at().toEpochMilli()));
  }
}
