package cbd.coordinator.store;

import cbd.coordinator.schedule.Event.CooledDown;
import cbd.coordinator.schedule.Event.TrialCancelled;
import cbd.coordinator.schedule.Event.TrialRequeued;
import cbd.coordinator.schedule.Event.TrialStopped;
import cbd.coordinator.store.Rows.Same;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of a trial that enters or leaves the queue, other than by a lease or its end. */
final class QueueRows {
  private QueueRows() {}

  static void cooledDown(Same events) {
    events.one(
        CooledDown.class,
        """
        update trial set state = 'queued', attempt = :attempt, not_before = null, reason = null,
          updated_at = :at
        where id = :trial and state = 'cooling-down'""",
        (row, event) ->
            row.bind("trial", event.trial().value())
                .bind("attempt", event.attempt())
                .bind("at", event.at().toEpochMilli()));
  }

  static void cancelled(Same events) {
    events.any(
        TrialCancelled.class,
        """
        update attempt set state = 'cancelled', ended_at = :at
        where trial = :trial and state = 'running'""",
        (row, event) ->
            row.bind("trial", event.trial().value()).bind("at", event.at().toEpochMilli()));
    events.one(
        TrialCancelled.class,
        """
        update trial set state = 'cancelled', lease = null, not_before = null, reason = null,
          pausing = 'no', updated_at = :at,
          attempt = case when state in ('queued', 'paused') then attempt - 1 else attempt end
        where id = :trial and state in ('queued', 'leased', 'cooling-down', 'paused')""",
        (row, event) ->
            row.bind("trial", event.trial().value()).bind("at", event.at().toEpochMilli()));
  }

  static void stopped(Same events) {
    events.any(
        TrialStopped.class,
        """
        update attempt set state = 'stopped', ended_at = :at, message = :reason
        where trial = :trial and state = 'running'""",
        QueueRows::bind);
    events.one(
        TrialStopped.class,
        """
        update trial set state = 'stopped', lease = null, not_before = null, reason = :reason,
          pausing = 'no', updated_at = :at,
          attempt = case when state in ('queued', 'paused') then attempt - 1 else attempt end
        where id = :trial and state in ('queued', 'leased', 'cooling-down', 'paused')""",
        QueueRows::bind);
  }

  private static PreparedBatch bind(PreparedBatch row, TrialStopped event) {
    return row.bind("trial", event.trial().value())
        .bind("reason", event.reason())
        .bind("at", event.at().toEpochMilli());
  }

  static void requeued(Same events) {
    events.one(
        TrialRequeued.class,
        """
        update trial set state = 'queued', attempt = :attempt, max_attempts = :maxAttempts,
          spared = case when state = 'stopped' then 1 else spared end,
          reason = null, excused = 0, room = 'any', avoid_worker = null, avoid_slot = null,
          updated_at = :at
        where id = :trial and state in ('failed', 'cancelled', 'stopped')""",
        (row, event) ->
            row.bind("trial", event.trial().value())
                .bind("attempt", event.attempt())
                .bind("maxAttempts", event.maxAttempts())
                .bind("at", event.at().toEpochMilli()));
  }
}
