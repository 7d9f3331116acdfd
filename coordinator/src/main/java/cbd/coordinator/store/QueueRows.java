package cbd.coordinator.store;

import cbd.coordinator.schedule.Event.CooledDown;
import cbd.coordinator.schedule.Event.TrialCancelled;
import cbd.coordinator.schedule.Event.TrialRequeued;
import cbd.coordinator.store.Rows.Same;

/** Rows of a trial that enters or leaves the queue. */
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
          attempt = case when state = 'queued' then attempt - 1 else attempt end, updated_at = :at
        where id = :trial and state in ('queued', 'leased', 'cooling-down')""",
        (row, event) ->
            row.bind("trial", event.trial().value()).bind("at", event.at().toEpochMilli()));
  }

  static void requeued(Same events) {
    events.one(
        TrialRequeued.class,
        """
        update trial set state = 'queued', attempt = :attempt, max_attempts = :maxAttempts,
          reason = null, updated_at = :at
        where id = :trial and state in ('failed', 'cancelled')""",
        (row, event) ->
            row.bind("trial", event.trial().value())
                .bind("attempt", event.attempt())
                .bind("maxAttempts", event.maxAttempts())
                .bind("at", event.at().toEpochMilli()));
  }
}
