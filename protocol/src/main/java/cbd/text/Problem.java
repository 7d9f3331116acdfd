package cbd.text;

/**
 * One thing that is wrong with a text, in words a person can act on.
 *
 * @param path the setting, such as {@code trial.attack.poisonRate}; empty for the whole text
 * @param at where it stands; {@link Location#NONE} when it stands nowhere
 * @param message the rule, the value, and what to write instead; starts with the path
 */
public record Problem(String path, Location at, String message) {

  /** The message with its place: {@code … (line 7, column 15)}. */
  @Override
  public String toString() {
    return at.line() == 0
        ? message
        : message + " (line " + at.line() + ", column " + at.column() + ")";
  }
}
