package cbd.text;

/**
 * A place in a text.
 *
 * @param line from 1; 0 when the value was not read from a text
 * @param column from 1; 0 when the value was not read from a text
 */
public record Location(int line, int column) implements Comparable<Location> {

  /** The place of a value that no text holds: a default, or one made by code. */
  public static final Location NONE = new Location(0, 0);

  @Override
  public int compareTo(Location other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
