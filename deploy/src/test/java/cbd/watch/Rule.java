package cbd.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A rule of Prometheus.
 *
 * @param isAlert else it records
 * @param name of the alert, or of the series
 * @param hold how long an alert's condition must hold, as written; empty if not said
 */
public record Rule(
    boolean isAlert,
    String name,
    String expr,
    String hold,
    Map<String, String> labels,
    Map<String, String> annotations) {
  static final Path FOLDER = Sources.root().resolve("dashboards/rules");

  /** All of {@code dashboards/rules}. */
  public static List<Rule> all() {
    return files(FOLDER).stream().flatMap(file -> of(read(file)).stream()).toList();
  }

  static List<Rule> alerts() {
    return all().stream().filter(Rule::isAlert).toList();
  }

  /** The YAML files of a folder, by name. */
  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a YAML file says: maps, lists and words. */
  static Map<?, ?> read(Path file) {
    try {
      Object all = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return (Map<?, ?>) Objects.requireNonNull(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Rule> of(Map<?, ?> file) {
    List<Rule> rules = new ArrayList<>();
    for (Object group : list(file, "groups")) {
      for (Object rule : list((Map<?, ?>) group, "rules")) {
        rules.add(rule((Map<?, ?>) rule));
      }
    }
    return rules;
  }

  private static Rule rule(Map<?, ?> rule) {
    boolean isAlert = rule.containsKey("alert");
    return new Rule(
        isAlert,
        word(rule, isAlert ? "alert" : "record"),
        word(rule, "expr"),
        word(rule, "for"),
        words(rule, "labels"),
        words(rule, "annotations"));
  }

  /** The list of this name; empty if there is none. */
  static List<?> list(Map<?, ?> map, String name) {
    Object value = map.get(name);
    return value == null ? List.of() : (List<?>) value;
  }

  /** The word of this name; empty if there is none. */
  static String word(Map<?, ?> map, String name) {
    return Objects.toString(map.get(name), "");
  }

  private static Map<String, String> words(Map<?, ?> map, String name) {
    Map<String, String> words = new TreeMap<>();
    if (map.get(name) instanceof Map<?, ?> found) {
      found.forEach((key, value) -> words.put(key.toString(), Objects.toString(value, "")));
    }
    return words;
  }

  @Override
  public String toString() {
    return name;
  }
}
