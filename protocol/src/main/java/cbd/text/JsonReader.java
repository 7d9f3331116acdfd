package cbd.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one JSON text; used once. */
final class JsonReader {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_DIGITS = 400;

  /** So many digits fit into a long, whichever they are. */
  private static final int SIMPLE_DIGITS = 18;

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][-+]?[0-9]++)?");

  private final String text;
  private int next = 0;
  private int line = 1;
  private int lineStart = 0;
  private int depth = 0;

  JsonReader(String text) {
    this.text = text;
  }

  Tree document() {
    Tree value = value();
    space();
    if (next < text.length()) {
      throw problem("only one value may stand here, but more follows");
    }
    return value;
  }

  private Tree value() {
    space();
    Location at = here();
    char first = peek();
    if (first == '{' || first == '[') {
      if (++depth > MAX_DEPTH) {
        throw problem("a value may be nested at most " + MAX_DEPTH + " levels deep");
      }
      Tree value = first == '{' ? mapping(at) : sequence(at);
      depth--;
      return value;
    }
    if (first == '"') {
      return new Tree.Scalar(string(), at);
    }
    if (word("true")) {
      return new Tree.Scalar(true, at);
    }
    if (word("false")) {
      return new Tree.Scalar(false, at);
    }
    if (word("null")) {
      return new Tree.Scalar(null, at);
    }
    return number(at);
  }

  private Tree mapping(Location at) {
    Map<String, Tree.Entry> entries = new LinkedHashMap<>();
    next++;
    space();
    while (peek() != '}') {
      if (!entries.isEmpty()) {
        expect(',');
        space();
      }
      Location keyAt = here();
      if (peek() != '"') {
        throw problem("a key in double quotes must stand here, but was " + shown());
      }
      String key = string();
      space();
      expect(':');
      if (entries.put(key, new Tree.Entry(keyAt, value())) != null) {
        throw new InvalidTextException(
            List.of(new Problem(key, keyAt, key + " stands twice in one mapping")));
      }
      space();
    }
    next++;
    return new Tree.Mapping(entries, at);
  }

  private Tree sequence(Location at) {
    List<Tree> items = new ArrayList<>();
    next++;
    space();
    while (peek() != ']') {
      if (!items.isEmpty()) {
        expect(',');
      }
      items.add(value());
      space();
    }
    next++;
    return new Tree.Sequence(items, at);
  }

  private Tree number(Location at) {
    int end = next;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    boolean simple = end > next && end - next <= SIMPLE_DIGITS && isEndOfNumber(end);
    if (simple && (text.charAt(next) != '0' || end - next == 1)) {
      long value = Long.parseLong(text, next, end, 10);
      next = end;
      return new Tree.Scalar(value, at);
    }
    Matcher number = NUMBER.matcher(text).region(next, text.length());
    if (!number.lookingAt()) {
      throw problem("a JSON value must stand here, but was " + shown());
    }
    String digits = number.group();
    if (digits.length() > MAX_DIGITS) {
      throw problem("a number may have at most " + MAX_DIGITS + " digits");
    }
    next = number.end();
    boolean whole = number.group(1) == null && number.group(2) == null;
    return new Tree.Scalar(whole ? whole(digits) : (Object) Double.valueOf(digits), at);
  }

  /** Whether a whole number may end here: it does not go on as a fraction or a power. */
  private boolean isEndOfNumber(int end) {
    return end == text.length() || ".eE".indexOf(text.charAt(end)) < 0;
  }

  private static Object whole(String digits) {
    if (digits.length() <= SIMPLE_DIGITS) {
      return Long.valueOf(digits);
    }
    BigInteger big = new BigInteger(digits);
    return big.bitLength() < Long.SIZE ? (Object) big.longValue() : big;
  }

  private String string() {
    int plain = next + 1;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    StringBuilder value = new StringBuilder(text.substring(next + 1, plain));
    next = plain;
    while (true) {
      char each = peek();
      if (each < 0x20) {
        throw problem("a control character in a text must be escaped, but was " + shown());
      }
      next++;
      if (each == '"') {
        return value.toString();
      }
      value.append(each == '\\' ? escaped() : each);
    }
  }

  private static boolean isPlain(char each) {
    return each >= 0x20 && each != '"' && each != '\\';
  }

  private char escaped() {
    char kind = peek();
    int found = "\"\\/bfnrt".indexOf(kind);
    if (found >= 0) {
      next++;
      return "\"\\/\b\f\n\r\t".charAt(found);
    }
    if (kind == 'u' && next + 5 <= text.length()) {
      int code = 0;
      for (int i = 1; i <= 4; i++) {
        // Character.digit also knows the digits of other scripts, which JSON does not.
        char digit = text.charAt(next + i);
        int bits = digit < 128 ? Character.digit(digit, 16) : -1;
        if (bits < 0) {
          throw problem("four hexadecimal digits must follow \\u");
        }
        code = code * 16 + bits;
      }
      next += 5;
      return (char) code;
    }
    throw problem("JSON knows no escape \\" + kind);
  }

  private boolean word(String word) {
    boolean found = text.startsWith(word, next);
    next += found ? word.length() : 0;
    return found;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw problem("'" + wanted + "' must stand here, but was " + shown());
    }
    next++;
  }

  private void space() {
    for (; next < text.length(); next++) {
      char each = text.charAt(next);
      if (each == '\n') {
        line++;
        lineStart = next + 1;
      } else if (each != ' ' && each != '\t' && each != '\r') {
        return;
      }
    }
  }

  private char peek() {
    if (next >= text.length()) {
      throw problem("the text must go on here, but it ends");
    }
    return text.charAt(next);
  }

  private String shown() {
    return next < text.length()
        ? String.format("'%c' (U+%04X)", text.codePointAt(next), text.codePointAt(next))
        : "the end";
  }

  private Location here() {
    return new Location(line, next - lineStart + 1);
  }

  private InvalidTextException problem(String message) {
    return new InvalidTextException(List.of(new Problem("", here(), message)));
  }
}
