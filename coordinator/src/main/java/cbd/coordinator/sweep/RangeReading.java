package cbd.coordinator.sweep;

import cbd.text.Location;
import cbd.text.Nearest;
import cbd.text.Problem;
import cbd.text.Tree;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the values of a setting are drawn from. */
final class RangeReading {
  static final String UNIFORM = "uniform";
  static final String LOG_UNIFORM = "logUniform";
  static final String INT = "int";
  static final String CHOICE = "choice";
  private static final List<String> KINDS = List.of(UNIFORM, LOG_UNIFORM, INT, CHOICE);

  /** Whole numbers up to here are exact as a double, and so is how many there are between two. */
  private static final long LARGEST = 1L << 52;

  private final Collection<Problem> problems;

  RangeReading(Collection<Problem> problems) {
    this.problems = problems;
  }

  /** Null when it is wrong, which is told. */
  @Nullable Range read(String key, Tree tree) {
    if (!(tree instanceof Tree.Mapping mapping) || mapping.entries().size() != 1) {
      return problem(
          key,
          tree.at(),
          "must say what to draw from: {uniform: [low, high]}, {logUniform: [low, high]},"
              + " {int: [low, high]} or {choice: [a, b]}");
    }
    String kind = mapping.keys().get(0);
    Tree.Entry entry = mapping.entries().values().iterator().next();
    String inner = key + "." + kind;
    if (!KINDS.contains(kind)) {
      String hint = Nearest.hint(kind, KINDS);
      String ways = (hint.isEmpty() ? ". " : " ") + "Ways: " + String.join(", ", KINDS);
      return problem(inner, entry.keyAt(), "is no way to draw" + hint + ways);
    }
    List<Tree> items = entry.value() instanceof Tree.Sequence list ? list.items() : List.of();
    if (kind.equals(CHOICE)) {
      return items.isEmpty()
          ? problem(inner, entry.value().at(), "must be a list of at least one value")
          : new Range.Choice(entry.value().at(), items);
    }
    return kind.equals(INT)
        ? whole(inner, entry.value(), items)
        : real(inner, entry.value(), items, kind.equals(LOG_UNIFORM));
  }

  private @Nullable Range whole(String key, Tree tree, List<Tree> limits) {
    Long low = limits.size() == 2 ? wholeNumber(limits.get(0)) : null;
    Long high = limits.size() == 2 ? wholeNumber(limits.get(1)) : null;
    if (low == null || high == null || low > high) {
      return problem(
          key, tree.at(), "must be two whole numbers, the lower one first, such as [2, 8]");
    }
    return new Range.Whole(tree.at(), low, high);
  }

  private static @Nullable Long wholeNumber(Tree tree) {
    return tree instanceof Tree.Scalar scalar
            && scalar.value() instanceof Long number
            && number >= -LARGEST
            && number <= LARGEST
        ? number
        : null;
  }

  private @Nullable Range real(String key, Tree tree, List<Tree> limits, boolean log) {
    Double low = limits.size() == 2 ? number(limits.get(0)) : null;
    Double high = limits.size() == 2 ? number(limits.get(1)) : null;
    if (low == null || high == null || low > high || !Double.isFinite(high - low)) {
      return problem(key, tree.at(), "must be two numbers, the lower one first, such as [0.1, 1]");
    }
    if (log && low <= 0) {
      return problem(
          key, limits.get(0).at(), "must begin above 0, such as [0.0001, 0.1]; or use uniform");
    }
    return log
        ? new Range.LogUniform(tree.at(), low, high)
        : new Range.Uniform(tree.at(), low, high);
  }

  private static @Nullable Double number(Tree tree) {
    return tree instanceof Tree.Scalar scalar
            && scalar.value() instanceof Number number
            && Double.isFinite(number.doubleValue())
        ? (Double) number.doubleValue()
        : null;
  }

  private @Nullable Range problem(String key, Location at, String rule) {
    problems.add(new Problem(key, at, key + " " + rule));
    return null;
  }
}
