package cbd.coordinator.sweep;

import java.util.List;

/**
 * Choices that are written out one by one.
 *
 * @param rows what each of them sets, at least one
 */
record ListAxis(List<List<Assignment>> rows) implements Axis {
  ListAxis {
    rows = rows.stream().map(List::copyOf).toList();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public List<Setter> setters() {
    return rows.stream().flatMap(List::stream).map(Assignment::setter).toList();
  }

  @Override
  public List<Assignment> choice(int index) {
    return rows.get(index);
  }

  @Override
  public long weight() {
    return rows.stream()
        .mapToLong(row -> row.stream().mapToLong(each -> Weight.of(each.value())).sum())
        .max()
        .orElse(0);
  }
}
