package cbd.coordinator.cli.export;

import cbd.coordinator.http.Views;
import cbd.text.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What cells are called in a figure: by what differs between them, as on the web page. Two cells
 * never share both names: rates are written exactly.
 *
 * @param attack what its defense is up against, such as {@code badnets · 10 %}
 * @param defense such as {@code cbd · t1=4}
 */
record CellNames(Function<Views.RowView, String> attack, Function<Views.RowView, String> defense) {

  static CellNames of(List<Views.RowView> rows) {
    return new CellNames(
        naming(
            rows,
            List.of(
                Views.RowView::attack,
                Views.RowView::dataset,
                Views.RowView::model,
                row -> Percent.exactly(row.poisonRate()) + " %")),
        naming(rows, List.of(Views.RowView::defense, Views.RowView::settings)));
  }

  private static Function<Views.RowView, String> naming(
      List<Views.RowView> rows, List<Function<Views.RowView, String>> parts) {
    List<Function<Views.RowView, String>> used = new ArrayList<>(parts.subList(0, 1));
    for (Function<Views.RowView, String> part : parts.subList(1, parts.size())) {
      if (rows.stream().map(part).distinct().count() > 1) {
        used.add(part);
      }
    }
    return row ->
        used.stream()
            .map(part -> part.apply(row))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(" · "));
  }
}
