package cbd.coordinator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All rows of a store as text, to see that nothing, or the same, was written. */
final class Tables {
  /** What each table is ordered by. */
  private static final Map<String, String> ALL =
      Map.of(
          "attempt", "lease",
          "epoch_metric", "lease, sequence",
          "history", "number",
          "hold", "worker, slot",
          "result", "trial",
          "sweep", "position",
          "sweep_trial", "sweep, position",
          "trial", "position");

  private Tables() {}

  static List<String> dump(Store store) {
    List<String> rows = new ArrayList<>();
    store
        .jdbi()
        .useHandle(
            handle ->
                ALL.forEach(
                    (table, order) ->
                        handle
                            .createQuery("select * from " + table + " order by " + order)
                            .mapToMap()
                            .forEach(row -> rows.add(table + " " + row))));
    return rows;
  }
}
