package cbd.coordinator.leaderboard;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comma-separated values by RFC 4180, as spreadsheets and pandas read them. */
public final class Csv {
  private Csv() {}

  /** One line with its end; null is an empty field. */
  public static String line(List<? extends @Nullable Object> fields) {
    return fields.stream().map(Csv::field).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String field(@Nullable Object value) {
    String text = Objects.toString(value, "");
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
