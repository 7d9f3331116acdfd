package cbd.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One setting of a record or of a record within it, as documentation, schemas and grids know it.
 *
 * @param path dotted, from the outermost record, such as {@code attack.mapping.target}
 * @param owners which choices have to be made for it to exist, outermost first: {@code badnets,
 *     all-to-one}
 * @param values what may be written: {@code a number between 0.0 and 1.0}, {@code badnets, blend}
 * @param defaultText what holds when it is left out, as a text would write it; {@code required}
 *     when it may not
 * @param about its explanation, one sentence; empty when it has none
 * @param schema its JSON Schema
 */
public record Setting(
    String path,
    List<String> owners,
    String values,
    String defaultText,
    String about,
    Tree schema) {
  static final String PRESET_ABOUT = "Several settings by one name; those given beside it win.";

  static Setting of(String path, List<String> owners, Field field) {
    String text = field.defaultText();
    About about = field.about();
    return new Setting(
        path,
        owners,
        values(field),
        text == null ? "required" : text,
        about == null ? "" : about.value(),
        JsonSchema.of(field));
  }

  /** The key {@code preset}, which names settings and is none itself; only texts have it. */
  static Setting preset(String path, List<String> owners, Shape.Fields fields) {
    String unset =
        fields.presets().values().stream()
            .filter(preset -> preset.settings().entries().isEmpty())
            .map(Bundle::name)
            .findFirst()
            .orElse("none");
    return new Setting(
        path,
        owners,
        Shown.list(fields.presets().keySet()),
        unset,
        PRESET_ABOUT,
        JsonSchema.presets(fields));
  }

  private static String values(Field field) {
    Between range = field.range();
    String phrase = phrase(field.shape());
    Form form = field.form();
    if (form != null) {
      return form.words();
    }
    if (range == null) {
      return phrase;
    }
    String limits = Rules.phrase(field, range);
    return phrase + (limits.startsWith("between") ? " " : ", ") + limits;
  }

  private static String phrase(Shape shape) {
    if (shape instanceof Shape.Scalar scalar) {
      return scalar.phrase();
    }
    if (shape instanceof Shape.Choice choice) {
      return Shown.list(choice.constants().keySet());
    }
    if (shape instanceof Shape.Variants variants) {
      return variants.byWord().keySet().stream().collect(Collectors.joining(", "));
    }
    if (shape instanceof Shape.Raw) {
      return shape == Shape.Raw.MAPPING ? "a mapping" : "a value";
    }
    return shape instanceof Shape.Items items
        ? "a list, each item " + phrase(items.item())
        : "a mapping of the settings below";
  }
}
