package cbd.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trees to records: checks a tree against a type's components and their annotations, and finds all
 * problems in one pass, each with its place, its path and the nearest thing that would be right.
 *
 * <p>A component may be a number, a boolean, a text, an {@link java.time.Instant}, an enum constant
 * (lower case with dashes), a record, a sealed interface of records ({@code type} names the one), a
 * list of these, or a {@link Tree} or {@link Tree.Mapping} that is taken as it is.
 */
public final class RecordReader {
  /** The key that names the record of a sealed interface. */
  static final String TYPE = "type";

  private RecordReader() {}

  /**
   * Reads a value.
   *
   * @param type a record, a sealed interface of records, or an enum
   * @param path where the tree stands in its text, such as {@code trial}; empty for the whole
   * @param problems receives what is wrong
   * @return the value; null when there were problems
   */
  public static <T> @Nullable T read(
      Class<T> type, Tree tree, String path, List<Problem> problems) {
    return read(type, tree, path, problems, new SharedLists());
  }

  /**
   * Reads one of many values.
   *
   * @param type a record, a sealed interface of records, or an enum
   * @param path where the tree stands in its text, such as {@code trial}; empty for the whole
   * @param problems receives what is wrong
   * @param lists those that it shares with the others
   * @return the value; null when there were problems
   */
  public static <T> @Nullable T read(
      Class<T> type, Tree tree, String path, List<Problem> problems, SharedLists lists) {
    return type.cast(new TreeReading(problems, true, lists).read(Shape.of(type), tree, path));
  }

  /**
   * Checks a tree that is not complete: each setting's kind and range, and nothing that holds
   * between settings.
   *
   * @param problems receives what is wrong, settings that are missing included
   */
  public static void check(Class<?> type, Tree tree, String path, List<Problem> problems) {
    new TreeReading(problems, false, new SharedLists()).read(Shape.of(type), tree, path);
  }

  /**
   * Reads a value that is a text of its own.
   *
   * @throws InvalidTextException with all problems
   */
  public static <T> T read(Class<T> type, Tree tree) {
    List<Problem> problems = new ArrayList<>();
    T value = read(type, tree, "", problems);
    if (value == null) {
      throw new InvalidTextException(problems);
    }
    return value;
  }
}
