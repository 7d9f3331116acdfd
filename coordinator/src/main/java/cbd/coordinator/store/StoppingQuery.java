package cbd.coordinator.store;

import cbd.coordinator.store.StoredState.StoredEpoch;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads back what trials are judged by that may be stopped early. */
final class StoppingQuery {
  private static final int ROWS = 10_000;

  private StoppingQuery() {}

  /**
   * Final epochs of the trials of all sweeps with a rule, in the order of their recording, without
   * those that were recorded before the first such sweep brought the trial: the history knows when
   * that was.
   */
  static List<StoredEpoch> run(Handle handle) {
    EpochColumns epochs = new EpochColumns();
    handle
        .createQuery(
            """
            with since as (
              select st.trial, min(h.number) as number
              from sweep s
              join sweep_trial st on st.sweep = s.id
              join history h on h.once = case when st.extension = 0 then 'accepted ' || s.id
                else 'extended ' || s.id || ' ' || st.extension end
              where s.stopping <> '{"type":"never"}'
              group by st.trial)
            select a.trial, m.epoch, m.ca, m.asr
            from since
            join attempt a on a.trial = since.trial
            join epoch_metric m on m.lease = a.lease and m.phase = 'final'
            join history h on h.lease = m.lease and h.sequence = m.sequence
            where h.number > since.number
            order by h.number\
            """)
        // Or PostgreSQL's driver would read all rows before it gives the first.
        .setFetchSize(ROWS)
        .map(
            (row, context) -> {
              epochs.add(
                  row.getString("trial"),
                  row.getInt("epoch"),
                  row.getDouble("ca"),
                  row.getDouble("asr"));
              return true;
            })
        .forEach(added -> {});
    return epochs;
  }
}
