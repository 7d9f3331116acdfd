package cbd.text;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words in which problems are told. */
final class Shown {
  private static final int MAX_LENGTH = 80;

  private Shown() {}

  /** What stands in the text. */
  static String of(Tree tree) {
    if (tree instanceof Tree.Mapping) {
      return "a mapping";
    }
    if (tree instanceof Tree.Sequence) {
      return "a list";
    }
    Object value = ((Tree.Scalar) tree).value();
    if (value == null) {
      return "empty";
    }
    return value instanceof String text ? "'" + cut(text) + "'" : cut(value.toString());
  }

  static String list(Collection<String> words) {
    return String.join(", ", words);
  }

  /** The rule for one word of several that was not met. */
  static String oneOf(Collection<String> words, @Nullable String word, Tree tree) {
    return "must be "
        + (words.size() == 1 ? "" : "one of ")
        + list(words)
        + ", but was "
        + of(tree)
        + Nearest.hint(word == null ? of(tree) : word, words);
  }

  /** What a missing component would have to be, where that takes few words. */
  static String expected(Field field) {
    Shape shape = field.shape();
    if (shape instanceof Shape.Choice choice) {
      return "; it must be one of " + list(choice.constants().keySet());
    }
    if (shape instanceof Shape.Variants variants) {
      return "; it must be one of " + list(variants.byWord().keySet());
    }
    return shape instanceof Shape.Scalar scalar ? "; it must be " + scalar.phrase() : "";
  }

  /** Why a key may not stand in a mapping. */
  static String unknownKey(String key, Shape.Fields shape, String path) {
    Set<String> names = shape.keys();
    String owner = shape.word() != null ? shape.word() : path.substring(path.lastIndexOf('.') + 1);
    String others =
        Shape.siblings(shape.type()).stream()
            .filter(sibling -> sibling.keys().contains(key))
            .map(Shape.Fields::word)
            .collect(Collectors.joining(", "));
    String hint = others.isEmpty() ? Nearest.hint(key, names) : ", only of " + others;
    return "is not a setting"
        + (owner.isEmpty() ? "" : " of " + owner)
        + hint
        + (hint.endsWith("?") ? " " : ". ")
        + (names.isEmpty() ? "It has no settings" : "Settings: " + list(new TreeSet<>(names)));
  }

  /** Why something that is no list may not stand where one must. */
  static String noList(Tree tree) {
    return "must be a list, but was " + of(tree) + AsList.hint(tree);
  }

  /** For {@code blend: {alpha: 0.3}} the way that it is written; else nothing. */
  static String typeAsKey(Tree.Mapping mapping, Set<String> words) {
    if (mapping.entries().size() != 1) {
      return "";
    }
    String key = mapping.entries().keySet().iterator().next();
    return words.contains(key) ? "; write {type: " + key + ", …} instead of " + key + ": {…}" : "";
  }

  private static String cut(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
