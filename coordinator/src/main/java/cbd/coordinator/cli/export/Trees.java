package cbd.coordinator.cli.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON objects as rows of a table. */
final class Trees {
  /** What a table has columns of its own for, as the store's views have. */
  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

  static {
    for (String same : List.of("dataset", "model", "attack")) {
      COLUMNS.put(same, same);
    }
    COLUMNS.put("attack.poisonRate", "poison_rate");
    COLUMNS.put("defense", "defense");
    COLUMNS.put("repeat", "repeat");
  }

  private Trees() {}

  /** Heads of the columns that tell a trial's configuration in short. */
  static List<String> heads() {
    return List.copyOf(COLUMNS.values());
  }

  /** A configuration in short, one field for each of the heads. */
  static List<@Nullable Object> fields(Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> settings = flat(spec);
    List<@Nullable Object> fields = new ArrayList<>();
    COLUMNS.keySet().forEach(setting -> fields.add(settings.get(setting)));
    return fields;
  }

  /** A configuration's settings that have no column of those, by their paths in a sweep file. */
  static Map<String, @Nullable Object> others(Map<String, @Nullable Object> spec) {
    Map<String, @Nullable Object> settings = flat(spec);
    settings.keySet().removeAll(COLUMNS.keySet());
    return settings;
  }

  /**
   * Every value under its path, such as {@code training.epochs}; a choice's type stands under the
   * choice's own path, and a list's values in one text with blanks between.
   */
  private static Map<String, @Nullable Object> flat(Map<?, ?> tree) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    flatten(tree, "", values);
    return values;
  }

  private static void flatten(Map<?, ?> tree, String path, Map<String, @Nullable Object> values) {
    for (Map.Entry<?, ?> entry : tree.entrySet()) {
      String inner = path.isEmpty() ? entry.getKey().toString() : path + "." + entry.getKey();
      if (entry.getValue() instanceof Map<?, ?> map) {
        flatten(map, inner, values);
      } else if (entry.getValue() instanceof List<?> list) {
        values.put(inner, list.stream().map(String::valueOf).collect(Collectors.joining(" ")));
      } else {
        values.put(entry.getKey().equals("type") ? path : inner, entry.getValue());
      }
    }
  }

  /** A value inside objects; null when it or one around it is not there. */
  static @Nullable Object at(@Nullable Map<?, ?> tree, String... path) {
    Object value = tree;
    for (String key : path) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return value;
  }

  /** The scores of a result or a measurement: ca, asr, ra, ca_non_target. */
  static Stream<@Nullable Object> scores(@Nullable Map<?, ?> measured) {
    return Stream.of(
            "cleanAccuracy", "attackSuccessRate", "robustAccuracy", "cleanAccuracyNonTarget")
        .map(name -> at(measured, "scores", name));
  }
}
