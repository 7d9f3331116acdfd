package cbd.text;

import java.util.Map;
import java.util.Optional;

/** A record's {@link Preset} with its settings read. */
record Bundle(String name, String about, Tree.Mapping settings) {
  /** The key by which a text asks for it. */
  static final String KEY = "preset";

  static Bundle of(Preset preset) {
    if (DefaultText.parse(preset.settings()) instanceof Tree.Mapping settings) {
      return new Bundle(preset.name(), preset.about(), settings);
    }
    throw new IllegalStateException("the settings of preset " + preset.name() + " are no mapping");
  }

  /**
   * A mapping with these settings wherever it gives none of its own.
   *
   * @param at where the text asks for the preset; its settings count as standing there
   */
  Tree.Mapping under(Tree.Mapping given, Location at) {
    return merged(settings, given, at);
  }

  private static Tree.Mapping merged(Tree.Mapping preset, Tree.Mapping given, Location at) {
    Tree.Mapping result = given;
    for (Map.Entry<String, Tree.Entry> each : preset.entries().entrySet()) {
      Tree value = each.getValue().value();
      Tree.Entry own = given.entries().get(each.getKey());
      if (own == null) {
        result = result.with(each.getKey(), at, placed(value, at));
      } else if (value instanceof Tree.Mapping outer
          && own.value() instanceof Tree.Mapping inner
          && type(outer).equals(type(inner))) {
        result = result.with(each.getKey(), own.keyAt(), merged(outer, inner, at));
      }
    }
    return result;
  }

  /** The choice that a mapping makes; empty where there is none to make. */
  private static Optional<String> type(Tree.Mapping mapping) {
    return Optional.ofNullable(TreeReading.word(mapping.get(RecordReader.TYPE)));
  }

  private static Tree placed(Tree tree, Location at) {
    if (tree instanceof Tree.Scalar scalar) {
      return new Tree.Scalar(scalar.value(), at);
    }
    if (tree instanceof Tree.Sequence sequence) {
      return new Tree.Sequence(
          sequence.items().stream().map(item -> placed(item, at)).toList(), at);
    }
    return merged((Tree.Mapping) tree, new Tree.Mapping(Map.of(), at), at);
  }
}
