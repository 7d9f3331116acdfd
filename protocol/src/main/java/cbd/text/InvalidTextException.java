package cbd.text;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A text broke rules; carries all of them, in the order of the text. */
public final class InvalidTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidTextException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = problems.stream().distinct().sorted(Comparator.comparing(Problem::at)).toList();
  }

  public List<Problem> problems() {
    return problems;
  }
}
