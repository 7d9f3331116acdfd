package cbd.text;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A text broke rules; carries all of them, each once, in the order of the text. */
public final class InvalidTextException extends RuntimeException {
  /** More problems than anybody reads: the rest of a hopeless or hostile text is only counted. */
  public static final int MAX_PROBLEMS = 200;

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems at least one, in any order
   */
  public InvalidTextException(List<Problem> problems) {
    super(sorted(problems).stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = sorted(problems);
  }

  private static List<Problem> sorted(List<Problem> problems) {
    List<Problem> all =
        problems.stream().distinct().sorted(Comparator.comparing(Problem::at)).toList();
    if (all.size() <= MAX_PROBLEMS) {
      return all;
    }
    String rest = "and " + (all.size() - MAX_PROBLEMS) + " more problems";
    return Stream.concat(
            all.stream().limit(MAX_PROBLEMS), Stream.of(new Problem("", Location.NONE, rest)))
        .toList();
  }

  /** What is wrong, at most {@link #MAX_PROBLEMS} and a last one that counts the rest. */
  public List<Problem> problems() {
    return problems;
  }
}
