package cbd.coordinator.cli.export;

/** Text in HTML and SVG. */
final class Markup {
  private Markup() {}

  /** A text that stays one, in an element or in an attribute. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
