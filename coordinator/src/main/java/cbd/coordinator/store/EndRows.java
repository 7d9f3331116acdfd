package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Event.AttemptFailed;
import cbd.coordinator.schedule.Event.LeaseExpired;
import cbd.coordinator.schedule.Event.LeaseReturned;
import cbd.coordinator.schedule.Event.LeaseRevived;
import cbd.coordinator.schedule.Event.Next;
import cbd.coordinator.schedule.Event.TrialSucceeded;
import cbd.coordinator.store.Rows.Same;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.Provenance;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.time.Instant;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Rows of an attempt that ends by itself. */
final class EndRows {
  private static final String END_TRIAL =
      """
      update trial set state = :state, lease = null, not_before = :notBefore, reason = :reason,
        updated_at = :at
      where id = :trial and state = 'leased' and lease = :lease""";

  /** Where not to go next, and what of the lost attempt does not count. */
  private static final String LEARN =
      """
      update trial set
        avoid_worker = (select worker from attempt where lease = :lease),
        avoid_slot = (select slot from attempt where lease = :lease),
        excused = excused + :excused, max_attempts = max_attempts + :excused,
        pausing = case when :over = 1 then 'no' else pausing end
      where id = :trial""";

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
        "update trial set pausing = 'no' where id = :trial",
        (row, event) -> row.bind("trial", event.trial().value()));
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
        LEARN,
        (row, event) -> learn(row, event.trial(), event.lease(), event.next()));
    events.one(
        AttemptFailed.class,
        """
        update trial set room =
          case :remedy
            when 'fewer-on-worker' then 'alone-on-worker'
            when 'fewer-on-device' then
              case room when 'any' then 'alone-on-device' else 'alone-on-worker' end
            else room end
        where id = :trial""",
        (row, event) ->
            row.bind("trial", event.trial().value())
                .bind("remedy", Column.word(event.outcome().failure().remedy())));
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
                .bind("message", Column.words(event.outcome().message()))
                .bind("detail", Column.words(event.outcome().detail())));
  }

  static void expired(Same events) {
    events.one(
        LeaseExpired.class,
        END_TRIAL,
        (row, event) ->
            next(end(row, event, event.trial(), event.lease()), event.next(), event.reason()));
    events.one(
        LeaseExpired.class,
        LEARN,
        (row, event) -> learn(row, event.trial(), event.lease(), event.next()));
    events.one(
        LeaseExpired.class,
        """
        update attempt set state = 'expired', ended_at = :at, failure = :failure, message = :message
        where lease = :lease and trial = :trial and state = 'running'""",
        (row, event) ->
            end(row, event, event.trial(), event.lease())
                .bind("failure", Column.word(Failure.WORKER_LOST))
                .bind("message", event.reason()));
  }

  static void returned(Same events) {
    events.one(
        LeaseReturned.class,
        """
        update trial set state = 'queued', lease = null, not_before = null, reason = null,
          attempt = attempt + 1, max_attempts = max_attempts + 1, excused = excused + :excused,
          updated_at = :at
        where id = :trial and state = 'leased' and lease = :lease""",
        (row, event) ->
            end(row, event, event.trial(), event.lease())
                .bind("excused", event.handover().isLimited() ? 1 : 0));
    events.one(
        LeaseReturned.class,
        """
        update attempt set state = 'returned', ended_at = :at, message = :message
        where lease = :lease and trial = :trial and state = 'running'""",
        (row, event) ->
            end(row, event, event.trial(), event.lease())
                .bind("message", Column.words(event.reason())));
  }

  static void revived(Same events) {
    events.one(
        LeaseRevived.class,
        """
        update trial set pausing = case when state = 'paused' then 'now' else pausing end,
          state = 'leased', lease = :lease, attempt = :attempt, not_before = null, reason = null,
          updated_at = :at
        where id = :trial and state in ('queued', 'cooling-down', 'paused', 'failed')""",
        (row, event) ->
            end(row, event, event.trial(), event.lease()).bind("attempt", event.attempt()));
    events.one(
        LeaseRevived.class,
        """
        update attempt set state = 'running', ended_at = null, failure = null, message = null,
          expires_at = :expiresAt
        where lease = :lease and trial = :trial and state = 'expired'""",
        (row, event) ->
            end(row, event, event.trial(), event.lease())
                .bind("expiresAt", event.expiresAt().toEpochMilli()));
  }

  private static void learn(PreparedBatch row, TrialId trial, LeaseId lease, Next next) {
    row.bind("trial", trial.value())
        .bind("lease", lease.value())
        .bind("excused", next instanceof Next.Excused ? 1 : 0)
        .bind("over", next instanceof Next.GiveUp ? 1 : 0);
  }

  private static PreparedBatch end(PreparedBatch row, Event event, TrialId trial, LeaseId lease) {
    return row.bind("at", event.at().toEpochMilli())
        .bind("trial", trial.value())
        .bind("lease", lease.value());
  }

  private static void next(PreparedBatch row, Next next, String lost) {
    boolean over = next instanceof Next.GiveUp;
    row.bind("state", Column.word(over ? TrialState.FAILED : TrialState.COOLING_DOWN))
        .bind("notBefore", Column.milliseconds(notBefore(next)))
        .bind("reason", Column.words(next instanceof Next.GiveUp end ? end.reason() : lost));
  }

  private static @Nullable Instant notBefore(Next next) {
    if (next instanceof Next.Retry retry) {
      return retry.notBefore();
    }
    return next instanceof Next.Excused excused ? excused.notBefore() : null;
  }
}
