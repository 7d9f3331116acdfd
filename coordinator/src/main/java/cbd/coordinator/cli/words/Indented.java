package cbd.coordinator.cli.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came as JSON, the way a sweep file would write it. */
public final class Indented {
  private Indented() {}

  /**
   * A line for each setting, two more blanks before those of an inner mapping.
   *
   * @param margin blanks before the outermost
   */
  public static List<String> lines(Map<?, ? extends @Nullable Object> map, int margin) {
    List<String> lines = new ArrayList<>();
    String blanks = " ".repeat(margin);
    map.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
            // A choice without settings of its own is its word.
            Object only = inner.size() == 1 ? inner.get("type") : null;
            lines.add(blanks + key + ":" + (only == null ? "" : " " + only));
            if (only == null) {
              lines.addAll(lines(inner, margin + 2));
            }
          } else if (value instanceof List<?> list
              && list.stream().anyMatch(each -> each instanceof Map)) {
            lines.add(blanks + key + ":");
            list.forEach(each -> lines.add(blanks + "  - " + text(each)));
          } else {
            lines.add(blanks + key + ": " + text(value));
          }
        });
    return lines;
  }

  private static String text(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream().map(Indented::text).collect(Collectors.joining(", "));
    }
    return String.valueOf(value);
  }

  private static String text(Entry<?, ?> entry) {
    return entry.getKey() + " " + entry.getValue();
  }
}
