package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of a new sweep and its trials. */
final class SweepRows {
  /** Trials bound before they are sent: bounds memory, not the transaction. */
  private static final int CHUNK = 1000;

  private SweepRows() {}

  static void accepted(Handle handle, Event.SweepAccepted event) {
    handle
        .createUpdate(
            """
            insert into sweep (id, position, name, text, max_attempts, accepted_at)
            values (:id, (select coalesce(max(position), -1) + 1 from sweep),
                    :name, :text, :maxAttempts, :at)""")
        .bind("id", event.sweep().value())
        .bind("name", event.name())
        .bind("text", event.text())
        .bind("maxAttempts", event.maxAttempts())
        .bind("at", event.at().toEpochMilli())
        .execute();
    for (int from = 0; from < event.trials().size(); from += CHUNK) {
      int to = Math.min(from + CHUNK, event.trials().size());
      trials(handle, event, event.trials().subList(from, to));
      members(handle, event, from, to);
    }
  }

  /** Trials that an earlier sweep brought stay as they are, and take no new place in the queue. */
  private static void trials(Handle handle, Event.SweepAccepted event, List<Trial> trials) {
    String sql =
        """
        insert into trial (id, position, dataset, model, attack, poison_rate, defense, repeat, spec,
                           state, attempt, max_attempts, updated_at)
        values (:id, (select coalesce(max(position), -1) + 1 from trial), :dataset, :model, :attack,
                :poisonRate, :defense, :repeat, :spec, :state, 1, :maxAttempts, :at)
        on conflict (id) do nothing""";
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
            .bind("at", event.at().toEpochMilli())
            .add();
      }
      batch.execute();
    }
  }

  private static void members(Handle handle, Event.SweepAccepted event, int from, int to) {
    String sql =
        "insert into sweep_trial (sweep, position, trial) values (:sweep, :position, :trial)";
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (int i = from; i < to; i++) {
        batch
            .bind("sweep", event.sweep().value())
            .bind("position", i)
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
