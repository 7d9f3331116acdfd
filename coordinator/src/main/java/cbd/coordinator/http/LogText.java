package cbd.coordinator.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A piece of a log as text that does nothing to a terminal or a page. What a process prints may
 * hold anything, and a log may come from a machine that somebody else commands: escape sequences
 * are left out whole, other control characters and those that turn the direction of writing become
 * the replacement character, and what is no UTF-8 does too.
 */
final class LogText {
  /**
   * ECMA-48: control sequences; strings of an operating system command, device control, application
   * program command, privacy message or start of string, up to their end or the line's; and other
   * escapes.
   */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]?"
              + "|(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c\\n]*"
              + "(?:\\x07|\\x1b\\\\|\\x9c)?"
              + "|\\x1b[ -/]*[0-~]?");

  private static final Pattern LINE_BREAK = Pattern.compile("\\r+\\n|[\\r\\u2028\\u2029\\x85]");

  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\u061c&&[^\\n\\t]]");

  private LogText() {}

  /** The text; a carriage return ends a line. */
  static String of(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    text = ESCAPE.matcher(text).replaceAll("");
    text = LINE_BREAK.matcher(text).replaceAll("\n");
    return CONTROL.matcher(text).replaceAll("\ufffd");
  }
}
