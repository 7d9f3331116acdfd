package cbd.coordinator.leaderboard;

import cbd.text.JsonText;
import cbd.text.Tree;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What differs between configurations, in as few words as possible. A setting that a configuration
 * does not have makes no difference there: one defense's {@code t1} says nothing about another's.
 *
 * @param names the paths of the settings that differ, with the words they are shown by: the last of
 *     the path where that tells them apart, else the whole path
 */
public record Differences(Map<String, String> names) {
  /** Nothing differs, or it is not known what does. */
  public static final Differences NONE = new Differences(Map.of());

  /**
   * Compares configurations.
   *
   * @param columns paths that are shown elsewhere
   */
  public static Differences between(Stream<Tree> trees, Set<String> columns) {
    Map<String, String> first = new LinkedHashMap<>();
    Set<String> differing = new HashSet<>();
    trees.forEach(
        tree ->
            flat(tree)
                .forEach(
                    (path, value) -> {
                      String known = first.putIfAbsent(path, value);
                      if (known != null && !known.equals(value)) {
                        differing.add(path);
                      }
                    }));
    return new Differences(
        names(
            first.keySet().stream()
                .filter(differing::contains)
                .filter(path -> !columns.contains(path))
                .toList()));
  }

  /**
   * A configuration's own values, such as {@code epochs=12 t1=4}; settings that are just those of a
   * preset as {@code preset=official-code}. Empty when it has no setting that differs.
   */
  public String of(Tree tree) {
    Map<String, String> flat = flat(tree);
    Set<String> words = new LinkedHashSet<>();
    Map<String, String> presets = KnownPresets.of(flat, names.keySet());
    names.forEach(
        (path, name) -> {
          String value = flat.get(path);
          if (value != null) {
            words.add(presets.getOrDefault(path, name + "=" + value));
          }
        });
    return String.join(" ", words);
  }

  private static Map<String, String> names(List<String> paths) {
    Set<String> seen = new HashSet<>();
    Set<String> ambiguous = new HashSet<>();
    paths.forEach(
        path -> {
          if (!seen.add(lastWord(path))) {
            ambiguous.add(lastWord(path));
          }
        });
    Map<String, String> names = new LinkedHashMap<>();
    paths.forEach(
        path -> names.put(path, ambiguous.contains(lastWord(path)) ? path : lastWord(path)));
    return names;
  }

  private static String lastWord(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Paths with values as text; a choice's {@code type} stands under the choice's own path. */
  static Map<String, String> flat(Tree tree) {
    Map<String, String> flat = new LinkedHashMap<>();
    flatten("", tree, flat);
    return flat;
  }

  private static void flatten(String path, Tree tree, Map<String, String> flat) {
    if (tree instanceof Tree.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, entry) -> {
                String child = path.isEmpty() ? key : path + "." + key;
                flatten(key.equals("type") ? path : child, entry.value(), flat);
              });
    } else if (tree instanceof Tree.Scalar scalar && scalar.value() instanceof String text) {
      flat.put(path, text);
    } else {
      flat.put(path, JsonText.write(tree));
    }
  }
}
