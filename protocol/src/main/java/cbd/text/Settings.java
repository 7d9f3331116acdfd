package cbd.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All settings of a record by their dotted paths. */
public final class Settings {
  /** They take a millisecond or two to collect, and never change. */
  private static final ClassValue<List<Setting>> ALL =
      new ClassValue<>() {
        @Override
        protected List<Setting> computeValue(Class<?> type) {
          List<Setting> all = new ArrayList<>();
          collect(Shape.of(type), "", List.of(), all);
          return List.copyOf(all);
        }
      };

  private Settings() {}

  /** Every setting, those of inner records and of all variants included, outer before inner. */
  public static List<Setting> of(Class<? extends Record> type) {
    return ALL.get(type);
  }

  private static void collect(Shape shape, String path, List<String> owners, List<Setting> all) {
    if (shape instanceof Shape.Variants variants) {
      variants.byWord().values().forEach(fields -> collect(fields, path, owners, all));
    } else if (shape instanceof Shape.Fields fields) {
      String word = fields.word();
      List<String> inner =
          word == null ? owners : Stream.concat(owners.stream(), Stream.of(word)).toList();
      if (!fields.presets().isEmpty()) {
        all.add(Setting.preset(TreeReading.join(path, Bundle.KEY), inner, fields));
      }
      for (Field field : fields.fields()) {
        String fieldPath = TreeReading.join(path, field.name());
        all.add(Setting.of(fieldPath, inner, field));
        collect(field.shape(), fieldPath, inner, all);
      }
    }
  }

  /**
   * A copy of a record's tree in which one setting has another value. Bare words and left out
   * defaults on the way to it are written out as mappings, with what a preset gives them.
   *
   * @param path dotted; the last part names the setting
   * @param keyAt where the text asks for this value
   * @return empty when the setting does not exist for the choices that the tree makes
   */
  public static Optional<Tree> with(
      Class<? extends Record> type, Tree tree, String path, Location keyAt, Tree value) {
    return Optional.ofNullable(
        with(Shape.of(type), tree, List.of(path.split("\\.", -1)), keyAt, value));
  }

  private static @Nullable Tree with(
      Shape shape, Tree tree, List<String> path, Location keyAt, Tree value) {
    if (path.isEmpty()) {
      return value;
    }
    Shape.Fields fields = fields(shape, tree);
    Tree.Mapping mapping = fields == null ? null : mapping(fields, tree);
    if (fields == null || mapping == null) {
      return null;
    }
    String name = path.get(0);
    if (name.equals(Bundle.KEY) && path.size() == 1 && !fields.presets().isEmpty()) {
      return mapping.with(name, keyAt, value);
    }
    Field field =
        fields.fields().stream().filter(each -> each.name().equals(name)).findAny().orElse(null);
    if (field == null) {
      return null;
    }
    Tree inner = mapping.get(name);
    if (inner == null && path.size() > 1) {
      inner = leftOut(fields, mapping, field);
    }
    Tree changed =
        inner == null && path.size() > 1
            ? null
            : with(
                field.shape(),
                inner == null ? Tree.Scalar.of(null) : inner,
                path.subList(1, path.size()),
                keyAt,
                value);
    return changed == null ? null : mapping.with(name, keyAt, changed);
  }

  /** What a setting that a mapping leaves out has by its preset or by default, if it has any. */
  private static @Nullable Tree leftOut(Shape.Fields fields, Tree.Mapping mapping, Field field) {
    Bundle preset = fields.preset(mapping);
    Tree value = preset == null ? null : preset.settings().get(field.name());
    String defaultText = field.defaultText();
    return value != null || defaultText == null ? value : DefaultText.parse(defaultText);
  }

  /** The record that a tree chooses, or null when it chooses none. */
  private static Shape.@Nullable Fields fields(Shape shape, Tree tree) {
    if (shape instanceof Shape.Variants variants) {
      String word =
          TreeReading.word(
              tree instanceof Tree.Mapping mapping ? mapping.get(RecordReader.TYPE) : tree);
      return word == null ? null : variants.byWord().get(word);
    }
    return shape instanceof Shape.Fields fields ? fields : null;
  }

  private static Tree.@Nullable Mapping mapping(Shape.Fields fields, Tree tree) {
    if (tree instanceof Tree.Mapping mapping) {
      return mapping;
    }
    if (fields.word() == null || TreeReading.word(tree) == null) {
      return null;
    }
    Map<String, Tree.Entry> type = new LinkedHashMap<>();
    type.put(RecordReader.TYPE, new Tree.Entry(tree.at(), tree));
    return new Tree.Mapping(type, tree.at());
  }
}
