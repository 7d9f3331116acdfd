package cbd.coordinator.http;

import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of the domain as maps, lists and scalars, the way a sweep file would write them. */
final class Plain {
  private Plain() {}

  /** Constants by their words, defaults included, numbers that are not finite as null. */
  static Map<String, @Nullable Object> of(Record record) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (RecordWriter.tree(record) instanceof Tree.Mapping mapping) {
      mapping.entries().forEach((key, entry) -> map.put(key, value(entry.value())));
    }
    return map;
  }

  /** A tree as maps, lists and scalars. */
  static @Nullable Object value(Tree tree) {
    if (tree instanceof Tree.Mapping mapping) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      mapping.entries().forEach((key, entry) -> map.put(key, value(entry.value())));
      return map;
    }
    if (tree instanceof Tree.Sequence sequence) {
      return sequence.items().stream().map(Plain::value).toList();
    }
    return ((Tree.Scalar) tree).value();
  }
}
