package cbd.coordinator.sweep;

import java.util.List;

/**
 * Several settings that advance together.
 *
 * @param columns one for each setting, at least one, all of the same size
 */
record ZipAxis(List<GridAxis> columns) implements Axis {
  ZipAxis {
    columns = List.copyOf(columns);
  }

  @Override
  public int size() {
    return columns.get(0).size();
  }

  @Override
  public List<Setter> setters() {
    return columns.stream().map(GridAxis::setter).toList();
  }

  @Override
  public List<Assignment> choice(int index) {
    return columns.stream().flatMap(column -> column.choice(index).stream()).toList();
  }

  @Override
  public long weight() {
    return columns.stream().mapToLong(GridAxis::weight).sum();
  }
}
