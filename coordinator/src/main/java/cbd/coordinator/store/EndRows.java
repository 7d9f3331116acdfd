package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Event.AttemptFailed;
import cbd.coordinator.schedule.Event.LeaseExpired;
import cbd.coordinator.schedule.Event.Next;
import cbd.coordinator.schedule.Event.TrialSucceeded;
import cbd.coordinator.store.Rows.Same;
import cbd.domain.LeaseId;
import cbd.domain.Provenance;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of an attempt that ends by itself. */
final class EndRows {
  private static final String END_TRIAL =
      """
      update trial set state = :state, lease = null, not_before = :notBefore, reason = :reason,
        updated_at = :at
      where id = :trial and state = 'leased' and lease = :lease""";

  private EndRows() {}

  static void succeeded(Same events) {
    events.one(
        TrialSucceeded.class,
        END_TRIAL,
        (row, event) ->
            end(row, event, event.trial(), event.lease())
                .bind("state", Column.word(TrialState.SUCCEEDED))
                .bind("notBefore", (Long) null)
                .bind("reason", (String) null));
    events.one(
        TrialSucceeded.class,
        """
        update attempt set state = 'succeeded', ended_at = :at, last_sequence = :sequence
        where lease = :lease and trial = :trial and state = 'running'""",
        (row, event) ->
            end(row, event, event.trial(), event.lease()).bind("sequence", event.sequence()));
    events.one(
        TrialSucceeded.class,
        """
        insert into result (trial, lease, at, ca, asr, ra, ca_non_target, seconds, git_commit, device,
                            provenance)
        values (:trial, :lease, :at, :ca, :asr, :ra, :ca_non_target, :seconds, :commit, :device,
                :provenance)""",
        (row, event) -> {
          Provenance provenance = event.result().provenance();
          MetricColumns.bind(end(row, event, event.trial(), event.lease()), event.result().scores())
              .bind("seconds", event.result().seconds())
              .bind("commit", provenance.commit())
              .bind("device", provenance.device())
              .bind("provenance", Json.of(provenance));
        });
  }

  static void failed(Same events) {
    events.one(
        AttemptFailed.class,
        END_TRIAL,
        (row, event) ->
            next(
                end(row, event, event.trial(), event.lease()),
                event.next(),
                event.outcome().message()));
    events.one(
        AttemptFailed.class,
        """
        update attempt set state = 'failed', ended_at = :at, last_sequence = :sequence,
          failure = :failure, message = :message, detail = :detail
        where lease = :lease and trial = :trial and state = 'running'""",
        (row, event) ->
            end(row, event, event.trial(), event.lease())
                .bind("sequence", event.sequence())
                .bind("failure", Column.word(event.outcome().failure()))
                .bind("message", event.outcome().message())
                .bind("detail", event.outcome().detail()));
  }

  static void expired(Same events) {
    events.one(
        LeaseExpired.class,
        END_TRIAL,
        (row, event) ->
            next(end(row, event, event.trial(), event.lease()), event.next(), event.reason()));
    events.one(
        LeaseExpired.class,
        """
        update attempt set state = 'expired', ended_at = :at, message = :message
        where lease = :lease and trial = :trial and state = 'running'""",
        (row, event) ->
            end(row, event, event.trial(), event.lease()).bind("message", event.reason()));
  }

  private static PreparedBatch end(PreparedBatch row, Event event, TrialId trial, LeaseId lease) {
    return row.bind("at", event.at().toEpochMilli())
        .bind("trial", trial.value())
        .bind("lease", lease.value());
  }

  private static void next(PreparedBatch row, Next next, String lost) {
    boolean again = next instanceof Next.Retry;
    row.bind("state", Column.word(again ? TrialState.COOLING_DOWN : TrialState.FAILED))
        .bind(
            "notBefore",
            Column.milliseconds(next instanceof Next.Retry retry ? retry.notBefore() : null))
        .bind("reason", next instanceof Next.GiveUp end ? end.reason() : lost);
  }
}
