package cbd.coordinator.leaderboard;

import cbd.text.JsonText;
import cbd.text.Tree;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What differs between configurations, in as few words as possible. */
final class Settings {
  private Settings() {}

  /**
   * For each tree its settings that have another value in another tree. A setting that a tree does
   * not have makes no difference there: one defense's {@code t1} says nothing about another's.
   *
   * @param columns paths that are shown elsewhere
   * @return texts such as {@code epochs=12 t1=4}, in the order of the trees; the last words of the
   *     paths where these tell them apart, else the whole paths
   */
  static List<String> differing(List<Tree> trees, Set<String> columns) {
    List<Map<String, String>> flat = trees.stream().map(Settings::flat).toList();
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (Map<String, String> each : flat) {
      each.forEach(
          (path, value) -> values.computeIfAbsent(path, p -> new LinkedHashSet<>()).add(value));
    }
    List<String> shown =
        values.entrySet().stream()
            .filter(each -> each.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .filter(path -> !columns.contains(path))
            .toList();
    Map<String, String> names = names(shown);
    return flat.stream()
        .map(
            each ->
                shown.stream()
                    .filter(each::containsKey)
                    .map(path -> names.get(path) + "=" + each.get(path))
                    .collect(Collectors.joining(" ")))
        .toList();
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
  private static Map<String, String> flat(Tree tree) {
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
