package cbd.coordinator.store;

import cbd.coordinator.schedule.Event.PauseAsked;
import cbd.coordinator.schedule.Event.TrialPaused;
import cbd.coordinator.schedule.Event.TrialResumed;
import cbd.coordinator.schedule.Pausing;
import cbd.coordinator.store.Rows.Same;

/** Rows of a trial that a person holds back. */
final class PauseRows {
  private PauseRows() {}

  static void asked(Same events) {
    events.one(
        PauseAsked.class,
        "update trial set pausing = :pausing where id = :trial and state = 'leased'",
        (row, event) ->
            row.bind("trial", event.trial().value())
                .bind("pausing", Column.word(event.finish() ? Pausing.WHEN_OVER : Pausing.NOW)));
  }

  static void paused(Same events) {
    events.one(
        TrialPaused.class,
        """
        update trial set state = 'paused', not_before = null, reason = null, pausing = 'no',
          attempt = case when state = 'cooling-down' then attempt + 1 else attempt end,
          updated_at = :at
        where id = :trial and state in ('queued', 'cooling-down')""",
        (row, event) ->
            row.bind("trial", event.trial().value()).bind("at", event.at().toEpochMilli()));
  }

  static void resumed(Same events) {
    events.one(
        TrialResumed.class,
        """
        update trial set pausing = 'no',
          updated_at = case when state = 'paused' then :at else updated_at end,
          state = case when state = 'paused' then 'queued' else state end
        where id = :trial and state in ('paused', 'leased')""",
        (row, event) ->
            row.bind("trial", event.trial().value()).bind("at", event.at().toEpochMilli()));
  }
}
