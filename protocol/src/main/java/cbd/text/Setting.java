package cbd.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One setting of a record or of a record within it, as documentation, schemas and grids know it.
 */
public final class Setting {
  private final String path;
  private final List<String> owners;
  private final Field field;

  Setting(String path, List<String> owners, Field field) {
    this.path = path;
    this.owners = owners;
    this.field = field;
  }

  /** Dotted, from the outermost record, such as {@code attack.mapping.target}. */
  public String path() {
    return path;
  }

  /**
   * Which choices have to be made for it to exist, outermost first: {@code badnets, all-to-one}.
   */
  public List<String> owners() {
    return owners;
  }

  /** What may be written: {@code a number between 0.0 and 1.0}, {@code badnets, blend}. */
  public String values() {
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

  /** What holds when it is left out, as a text would write it; {@code required} when it may not. */
  public String defaultText() {
    String text = field.defaultText();
    return text == null ? "required" : text;
  }

  /** Its explanation, one sentence; empty when it has none. */
  public String about() {
    About about = field.about();
    return about == null ? "" : about.value();
  }

  /** Its JSON Schema. */
  public Tree schema() {
    return JsonSchema.of(field);
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
      return "a mapping";
    }
    return shape instanceof Shape.Items items
        ? "a list, each item " + phrase(items.item())
        : "a mapping of the settings below";
  }
}
