package cbd.coordinator.leaderboard;

import cbd.domain.Attack;
import cbd.domain.Defense;
import cbd.text.JsonText;
import cbd.text.Preset;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The presets of attacks and defenses, found again in a configuration: a record does not keep by
 * which name its settings were written.
 */
final class KnownPresets {
  private static final List<Known> ALL =
      Stream.concat(
              known("attack", Attack.class).stream(), known("defense", Defense.class).stream())
          .toList();

  private KnownPresets() {}

  /**
   * One preset.
   *
   * @param choice the path of the attack or defense
   * @param word its type, such as {@code cbd}
   * @param values what every setting that any preset of the type names has with this one, by path
   */
  private record Known(String choice, String word, String name, Map<String, String> values) {}

  /**
   * The settings that are those of a preset.
   *
   * @param flat a configuration's values by path
   * @param differing paths of interest
   * @return {@code preset=NAME} by each path that the preset speaks of; empty unless all of a
   *     preset's settings are there, and at least one of them is of interest
   */
  static Map<String, String> of(Map<String, String> flat, Set<String> differing) {
    Map<String, String> found = new HashMap<>();
    for (Known preset : ALL) {
      boolean meant =
          preset.word().equals(flat.get(preset.choice()))
              && preset.values().keySet().stream().anyMatch(differing::contains)
              && preset.values().entrySet().stream()
                  .allMatch(each -> each.getValue().equals(flat.get(each.getKey())));
      if (meant) {
        preset.values().keySet().forEach(path -> found.put(path, "preset=" + preset.name()));
      }
    }
    return found;
  }

  private static List<Known> known(String choice, Class<?> type) {
    List<Known> known = new ArrayList<>();
    for (Class<?> each : type.getPermittedSubclasses()) {
      Preset[] presets = each.getAnnotationsByType(Preset.class);
      Set<String> spoken = new LinkedHashSet<>();
      for (Preset preset : presets) {
        spoken.addAll(Differences.flat(under(choice, JsonText.parse(preset.settings()))).keySet());
      }
      for (Preset preset : presets) {
        Tree written =
            Tree.Mapping.of(
                Map.of(
                    "type", Tree.Scalar.of(Words.of(each)),
                    "preset", Tree.Scalar.of(preset.name())));
        Object record = RecordReader.read(type, written);
        Map<String, String> values =
            Differences.flat(under(choice, RecordWriter.tree((Record) record)));
        values.keySet().retainAll(spoken);
        known.add(new Known(choice, Words.of(each), preset.name(), values));
      }
    }
    return known;
  }

  private static Tree under(String choice, Tree tree) {
    return Tree.Mapping.of(Map.of(choice, tree));
  }
}
