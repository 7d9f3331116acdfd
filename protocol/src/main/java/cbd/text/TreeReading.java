package cbd.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one tree. Each method returns null when it has added at least one problem; one
 * without the rules between settings returns null for every record.
 */
final class TreeReading {
  private final List<Problem> problems;
  private final boolean rulesBetween;
  private final SharedLists lists;

  TreeReading(List<Problem> problems) {
    this(problems, true, new SharedLists());
  }

  /**
   * @param rulesBetween whether what holds between the settings of a record is checked as well
   * @param lists those that this reading shares with others
   */
  TreeReading(List<Problem> problems, boolean rulesBetween, SharedLists lists) {
    this.problems = problems;
    this.rulesBetween = rulesBetween;
    this.lists = lists;
  }

  @Nullable Object read(Shape shape, Tree tree, String path) {
    if (shape instanceof Shape.Scalar scalar) {
      Object value = Scalars.read(scalar, tree);
      return value != null ? value : problem(path, tree.at(), Scalars.rule(scalar, tree));
    }
    if (shape == Shape.Raw.ANYTHING
        || (shape == Shape.Raw.MAPPING && tree instanceof Tree.Mapping)) {
      return tree;
    }
    if (shape == Shape.Raw.MAPPING) {
      return problem(path, tree.at(), "must be a mapping, but was " + Shown.of(tree));
    }
    if (shape instanceof Shape.Choice choice) {
      return choice(choice, tree, path);
    }
    if (shape instanceof Shape.Items items) {
      return items(items, null, tree, path);
    }
    if (shape instanceof Shape.Variants variants) {
      return variant(variants, tree, path);
    }
    return fields((Shape.Fields) shape, tree, path);
  }

  /** Reads a component's value and holds it against its range. */
  @Nullable Object readField(Field field, Tree tree, String path) {
    if (isNull(tree)) {
      return field.mayBeNaN()
          ? Double.NaN
          : problem(path, tree.at(), "must have a value, but was empty");
    }
    Shape shape = field.shape();
    if (shape instanceof Shape.Items items) {
      return items(items, field, tree, path);
    }
    Object value = read(shape, tree, path);
    return value == null ? null : inRange(field, value, tree, path);
  }

  private @Nullable Object inRange(Field field, Object value, Tree tree, String path) {
    if (field.range() == null && field.form() == null) {
      return value;
    }
    // As it was written, so that a message shows 2 and not 2.0.
    String broken = Rules.broken(field, ((Tree.Scalar) tree).value());
    return broken == null ? value : problem(path, tree.at(), broken);
  }

  private @Nullable Object items(Shape.Items shape, @Nullable Field field, Tree tree, String path) {
    if (!(tree instanceof Tree.Sequence sequence)) {
      return problem(path, tree.at(), Shown.noList(tree));
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Tree item = sequence.items().get(i);
      String itemPath = path + "[" + i + "]";
      Object value = read(shape.item(), item, itemPath);
      if (value != null && field != null) {
        value = inRange(field, value, item, itemPath);
      }
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() == sequence.items().size() ? lists.of(List.copyOf(values)) : null;
  }

  private @Nullable Object choice(Shape.Choice choice, Tree tree, String path) {
    String word = word(tree);
    Object constant = word == null ? null : choice.constants().get(word);
    return constant != null
        ? constant
        : problem(path, tree.at(), Shown.oneOf(choice.constants().keySet(), word, tree));
  }

  private @Nullable Object variant(Shape.Variants variants, Tree tree, String path) {
    Map<String, Shape.Fields> byWord = variants.byWord();
    Tree type = tree;
    String typePath = path;
    if (tree instanceof Tree.Mapping mapping) {
      type = mapping.get(RecordReader.TYPE);
      typePath = join(path, RecordReader.TYPE);
      if (type == null) {
        return problem(
            typePath,
            tree.at(),
            "is missing; it must be one of "
                + Shown.list(byWord.keySet())
                + Shown.typeAsKey(mapping, byWord.keySet()));
      }
    }
    String word = word(type);
    Shape.Fields chosen = word == null ? null : byWord.get(word);
    return chosen != null
        ? fields(chosen, tree, path)
        : problem(typePath, type.at(), Shown.oneOf(byWord.keySet(), word, type));
  }

  private @Nullable Object fields(Shape.Fields shape, Tree tree, String path) {
    if (tree instanceof Tree.Mapping mapping) {
      return record(shape, mapping, path);
    }
    boolean named = shape.word() != null && shape.word().equals(word(tree));
    if (named && shape.allDefaults()) {
      return record(shape, new Tree.Mapping(Map.of(), tree.at()), path);
    }
    if (named) {
      String required =
          shape.fields().stream()
              .filter(field -> field.defaultText() == null)
              .map(Field::name)
              .collect(Collectors.joining(", "));
      return problem(
          path,
          tree.at(),
          "must be a mapping, for "
              + shape.word()
              + " needs settings ("
              + required
              + "): {type: "
              + shape.word()
              + ", …}");
    }
    if (shape.isBare()) {
      Object value = readField(shape.fields().get(0), tree, path);
      return value == null ? null : construct(shape, List.of(value), tree, path);
    }
    return problem(path, tree.at(), "must be a mapping of settings, but was " + Shown.of(tree));
  }

  private @Nullable Object record(Shape.Fields shape, Tree.Mapping given, String path) {
    int before = problems.size();
    unknownKeys(shape, given, path);
    Tree.Mapping mapping = expanded(shape, given, path);
    List<@Nullable Object> values = new ArrayList<>(shape.fields().size());
    for (Field field : shape.fields()) {
      Tree tree = mapping.get(field.name());
      values.add(
          tree == null ? field.defaultObject() : readField(field, tree, join(path, field.name())));
      if (tree == null && field.defaultText() == null) {
        problem(join(path, field.name()), mapping.at(), "is missing" + Shown.expected(field));
      }
    }
    if (!rulesBetween) {
      return null;
    }
    if (values.contains(null)) {
      Conjecture.of(shape, values).forEach(each -> broken(each, mapping, path));
      return null;
    }
    Object made = construct(shape, values, mapping, path);
    return problems.size() > before ? null : made;
  }

  /** The mapping with the settings of the preset that it asks for. */
  private Tree.Mapping expanded(Shape.Fields shape, Tree.Mapping given, String path) {
    Tree name = given.get(Bundle.KEY);
    if (name == null || shape.presets().isEmpty()) {
      return given;
    }
    Bundle preset = shape.preset(given);
    if (preset == null) {
      String rule = Shown.oneOf(shape.presets().keySet(), word(name), name);
      problem(join(path, Bundle.KEY), name.at(), rule);
      return given;
    }
    return preset.under(given, name.at());
  }

  private void unknownKeys(Shape.Fields shape, Tree.Mapping mapping, String path) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              boolean isType =
                  key.equals(RecordReader.TYPE)
                      && shape.word() != null
                      && shape.word().equals(word(entry.value()));
              if (!shape.keys().contains(key) && !isType) {
                String rule =
                    problems.size() < InvalidTextException.MAX_PROBLEMS
                        ? Shown.unknownKey(key, shape, path)
                        : "is not a setting";
                problem(join(path, key), entry.keyAt(), rule);
              }
            });
  }

  private @Nullable Object construct(
      Shape.Fields shape, List<? extends @Nullable Object> values, Tree tree, String path) {
    try {
      return Construction.of(shape.type(), values);
    } catch (InvalidValueException e) {
      Rules.all(e).forEach(each -> broken(each, tree, path));
      return null;
    } catch (IllegalArgumentException e) {
      problems.add(
          new Problem(path, tree.at(), (path.isEmpty() ? "" : path + ": ") + e.getMessage()));
      return null;
    }
  }

  private void broken(InvalidValueException rule, Tree tree, String path) {
    problem(join(path, rule.component()), Places.of(tree, rule.component()), rule.rule());
  }

  private static boolean isNull(Tree tree) {
    return tree instanceof Tree.Scalar scalar && scalar.value() == null;
  }

  static @Nullable String word(@Nullable Tree tree) {
    return tree instanceof Tree.Scalar scalar && scalar.value() instanceof String word
        ? word
        : null;
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private @Nullable Object problem(String path, Location at, String rule) {
    problems.add(new Problem(path, at, path.isEmpty() ? rule : path + " " + rule));
    return null;
  }
}
