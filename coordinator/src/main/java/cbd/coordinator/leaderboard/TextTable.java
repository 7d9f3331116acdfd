package cbd.coordinator.leaderboard;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell. */
final class TextTable {
  private final List<String> heads = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param heads of the first columns; one that ends with {@code >} is aligned to the right
   */
  TextTable(String... heads) {
    columns(heads);
  }

  TextTable columns(String... more) {
    heads.addAll(List.of(more));
    return this;
  }

  void row(List<String> cells) {
    if (cells.size() != heads.size()) {
      throw new IllegalArgumentException(heads.size() + " columns, but " + cells.size() + " cells");
    }
    rows.add(List.copyOf(cells));
  }

  /** An empty line. */
  void gap() {
    rows.add(List.of());
  }

  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(heads.stream().map(TextTable::title).toList());
    lines.addAll(rows);
    int[] widths = new int[heads.size()];
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    return lines.stream().map(line -> aligned(line, widths) + "\n").collect(joining());
  }

  private String aligned(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - cell.length());
      boolean right = heads.get(column).endsWith(">");
      line.append(column == 0 ? "" : "  ").append(right ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  static String title(String head) {
    return head.endsWith(">") ? head.substring(0, head.length() - 1) : head;
  }
}
