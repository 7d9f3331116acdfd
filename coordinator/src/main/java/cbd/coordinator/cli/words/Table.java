package cbd.coordinator.cli.words;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two spaces apart. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  /** Adds a row; rows may have different numbers of cells. */
  public void row(String... cells) {
    rows.add(List.of(cells));
    for (int column = 0; column < cells.length; column++) {
      int width = cells[column].length();
      if (column == widths.size()) {
        widths.add(width);
      } else {
        widths.set(column, Math.max(widths.get(column), width));
      }
    }
  }

  /** The rows as lines, without blanks at their ends. */
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  /** Prints the lines. */
  public void print(PrintWriter out) {
    lines().forEach(out::println);
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
