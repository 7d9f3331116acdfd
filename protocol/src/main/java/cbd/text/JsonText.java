package cbd.text;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees as JSON (RFC 8259), written and read. */
public final class JsonText {
  private JsonText() {}

  /** On one line, without spaces. A number that is not finite becomes null. */
  public static String write(Tree tree) {
    StringBuilder out = new StringBuilder();
    write(tree, out, null);
    return out.toString();
  }

  /** Indented by two spaces, for people; ends with a line break. */
  public static String pretty(Tree tree) {
    StringBuilder out = new StringBuilder();
    write(tree, out, "\n");
    return out.append('\n').toString();
  }

  /**
   * Reads one JSON value. Stricter than most: a key may stand only once, nesting ends at 100
   * levels.
   *
   * @throws InvalidTextException with the first problem
   */
  public static Tree parse(String text) {
    return new JsonReader(text).document();
  }

  /**
   * @param margin what starts a line of this value's level, the line break included; null for
   *     compact text
   */
  private static void write(Tree tree, StringBuilder out, @Nullable String margin) {
    if (tree instanceof Tree.Mapping mapping) {
      Iterator<Map.Entry<String, Tree.Entry>> entries = mapping.entries().entrySet().iterator();
      String inner = open(out, '{', margin, entries.hasNext());
      while (entries.hasNext()) {
        Map.Entry<String, Tree.Entry> entry = entries.next();
        quote(entry.getKey(), out);
        out.append(margin == null ? ":" : ": ");
        write(entry.getValue().value(), out, inner);
        separate(out, inner, entries.hasNext());
      }
      close(out, '}', margin, !mapping.entries().isEmpty());
    } else if (tree instanceof Tree.Sequence sequence) {
      Iterator<Tree> items = sequence.items().iterator();
      String inner = open(out, '[', margin, items.hasNext());
      while (items.hasNext()) {
        write(items.next(), out, inner);
        separate(out, inner, items.hasNext());
      }
      close(out, ']', margin, !sequence.items().isEmpty());
    } else {
      scalar(((Tree.Scalar) tree).value(), out);
    }
  }

  private static @Nullable String open(
      StringBuilder out, char bracket, @Nullable String margin, boolean filled) {
    out.append(bracket);
    String inner = margin == null ? null : margin + "  ";
    if (filled && inner != null) {
      out.append(inner);
    }
    return inner;
  }

  private static void separate(StringBuilder out, @Nullable String inner, boolean more) {
    if (more) {
      out.append(',').append(inner == null ? "" : inner);
    }
  }

  private static void close(
      StringBuilder out, char bracket, @Nullable String margin, boolean filled) {
    if (filled && margin != null) {
      out.append(margin);
    }
    out.append(bracket);
  }

  private static void scalar(@Nullable Object value, StringBuilder out) {
    if (value instanceof String text) {
      quote(text, out);
    } else if (value instanceof Double number) {
      out.append(Double.isFinite(number) ? Decimal.text(number) : "null");
    } else {
      out.append(value);
    }
  }

  private static void quote(String text, StringBuilder out) {
    if (text.chars().allMatch(JsonText::isPlain)) {
      out.append('"').append(text).append('"');
    } else {
      escape(text, out);
    }
  }

  private static boolean isPlain(int each) {
    return each >= 0x20 && each < 0x7f && each != '"' && each != '\\';
  }

  private static void escape(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (isSafe(text, i)) {
            out.append(each);
          } else {
            out.append("\\u").append(String.format("%04x", (int) each));
          }
        }
      }
    }
    out.append('"');
  }

  /** Control characters, line separators and halves of surrogate pairs break some readers. */
  private static boolean isSafe(String text, int i) {
    char each = text.charAt(i);
    if (Character.isHighSurrogate(each)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(each)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return each >= 0x20
        && !(each >= 0x7f && each <= 0x9f)
        && each != '\u2028'
        && each != '\u2029'
        && each != '\ufeff'
        && each < '\ufffe';
  }
}
