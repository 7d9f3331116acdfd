package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of sweeps and of the trials that they bring. */
final class SweepRows {
  /** Trials bound before they are sent: bounds memory, not the transaction. */
  private static final int CHUNK = 1000;

  private SweepRows() {}

  static void accepted(Handle handle, Event.SweepAccepted event) {
    SweepTerms terms = event.terms();
    handle
        .createUpdate(
            """
            insert into sweep (id, position, name, text, max_attempts, accepted_at,
                               priority, labels, notes, repeats, stopping, resources)
            values (:id, (select coalesce(max(position), -1) + 1 from sweep),
                    :name, :text, :maxAttempts, :at, :priority, :labels, :notes, :repeats,
                    :stopping, :resources)\
            """)
        .bind("id", event.sweep().value())
        .bind("name", event.name())
        .bind("text", event.text())
        .bind("maxAttempts", event.maxAttempts())
        .bind("at", event.at().toEpochMilli())
        .bind("priority", terms.priority())
        .bind("labels", JsonText.write(RecordWriter.tree(terms.labels())))
        .bind("notes", Column.words(terms.notes()))
        .bind("repeats", JsonText.write(RecordWriter.tree(terms.repeats())))
        .bind("stopping", JsonText.write(RecordWriter.tree(terms.stopping())))
        .bind("resources", Json.of(terms.resources()))
        .execute();
    bring(handle, event, event.at(), 0);
  }

  /** The terms of a row of {@code sweep}. */
  static SweepTerms terms(ResultSet row) throws SQLException {
    Map<String, Tree> terms = new LinkedHashMap<>();
    terms.put("priority", Tree.Scalar.of(row.getLong("priority")));
    terms.put("labels", JsonText.parse(row.getString("labels")));
    terms.put("notes", Tree.Scalar.of(row.getString("notes")));
    terms.put("repeats", JsonText.parse(row.getString("repeats")));
    terms.put("stopping", JsonText.parse(row.getString("stopping")));
    terms.put("resources", JsonText.parse(row.getString("resources")));
    return RecordReader.read(SweepTerms.class, Tree.Mapping.of(terms));
  }

  static void extended(Handle handle, Event.SweepExtended event) {
    bring(handle, event, event.at(), event.first());
  }

  /**
   * Rows of what a sweep brings.
   *
   * @param first position of the first trial in the sweep
   */
  private static void bring(Handle handle, Event.OfSweep event, Instant at, long first) {
    for (int from = 0; from < event.trials().size(); from += CHUNK) {
      int to = Math.min(from + CHUNK, event.trials().size());
      trials(handle, event, at, event.trials().subList(from, to));
      members(handle, event, first, from, to);
    }
  }

  /**
   * Trials that a sweep already brought stay as they are, and take no new place in the queue; only
   * their priority may rise, and they get the resources of a sweep that asks for some.
   */
  private static void trials(Handle handle, Event.OfSweep event, Instant at, List<Trial> trials) {
    String sql =
        """
        insert into trial (id, position, dataset, model, attack, poison_rate, defense, repeat, spec,
                           state, attempt, max_attempts, updated_at, priority, resources)
        values (:id, (select coalesce(max(position), -1) + 1 from trial), :dataset, :model, :attack,
                :poisonRate, :defense, :repeat, :spec, :state, 1, :maxAttempts, :at, :priority, :resources)
        on conflict (id) do update set
          priority =
            case when excluded.priority > trial.priority then excluded.priority
              else trial.priority end,
          resources = case when :asks = 1 then excluded.resources else trial.resources end
        where excluded.priority > trial.priority or :asks = 1\
        """;
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (Trial trial : trials) {
        TrialSpec spec = trial.spec();
        batch
            .bind("id", trial.id().value())
            .bind("dataset", spec.dataset().word())
            .bind("model", Column.word(spec.model()))
            .bind("attack", kind((Record) spec.attack()))
            .bind("poisonRate", spec.attack().poisonRate())
            .bind("defense", kind((Record) spec.defense()))
            .bind("repeat", spec.repeat())
            .bind("spec", Json.of(spec))
            .bind("state", Column.word(TrialState.QUEUED))
            .bind("maxAttempts", event.maxAttempts())
            .bind("at", at.toEpochMilli())
            .bind("priority", event.priority())
            .bind("resources", Json.of(event.resources()))
            .bind("asks", event.resizes() ? 1 : 0)
            .add();
      }
      batch.execute();
    }
  }

  private static void members(Handle handle, Event.OfSweep event, long first, int from, int to) {
    String sql =
        """
        insert into sweep_trial (sweep, position, trial, extension)
        values (:sweep, :position, :trial, :extension)\
        """;
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (int i = from; i < to; i++) {
        batch
            .bind("sweep", event.sweep().value())
            .bind("position", first + i)
            .bind("extension", first)
            .bind("trial", event.trials().get(i).id().value())
            .add();
      }
      batch.execute();
    }
  }

  /** The name of an attack or a defense, as a sweep file writes it. */
  private static String kind(Record choice) {
    Tree type = ((Tree.Mapping) RecordWriter.tree(choice)).get("type");
    return type instanceof Tree.Scalar word ? String.valueOf(word.value()) : "";
  }
}
