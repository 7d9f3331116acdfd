package cbd.coordinator.cli;

import java.io.Console;
import java.util.Locale;

/** Asks a person at a terminal. */
final class Question {
  private Question() {}

  /**
   * Whether the person agrees. Without a terminal there is nobody to ask, and whoever wrote the
   * script is taken to mean what it says.
   */
  // On a Java that has a console without a terminal, its end is an answer: no.
  @SuppressWarnings("SystemConsoleNull")
  static boolean isAgreed(String question) {
    Console terminal = System.console();
    if (terminal == null) {
      return true;
    }
    String answer = terminal.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
