package cbd.text;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the text of a {@link Default}: JSON, or a bare word that needs no quotes. */
final class DefaultText {
  private DefaultText() {}

  static Tree parse(String text) {
    boolean json =
        text.equals("true")
            || text.equals("false")
            || (!text.isEmpty() && "[{-0123456789\"".indexOf(text.charAt(0)) >= 0);
    return withoutPlaces(json ? JsonText.parse(text) : Tree.Scalar.of(text));
  }

  /** A default stands in no text of the user's: problems with it belong where it is missing. */
  private static Tree withoutPlaces(Tree tree) {
    if (tree instanceof Tree.Scalar scalar) {
      return Tree.Scalar.of(scalar.value());
    }
    if (tree instanceof Tree.Sequence sequence) {
      return Tree.Sequence.of(sequence.items().stream().map(DefaultText::withoutPlaces).toList());
    }
    Map<String, Tree> entries = new LinkedHashMap<>();
    ((Tree.Mapping) tree)
        .entries()
        .forEach((key, entry) -> entries.put(key, withoutPlaces(entry.value())));
    return Tree.Mapping.of(entries);
  }
}
