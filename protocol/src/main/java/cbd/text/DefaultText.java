package cbd.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the text of a {@link Default}: JSON, or a bare word that needs no quotes. */
final class DefaultText {
  private static final Pattern JSON =
      Pattern.compile("[\\[{\"]|(?:true|false|null|-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$");

  private DefaultText() {}

  static Tree parse(String text) {
    boolean json = JSON.matcher(text).lookingAt();
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
