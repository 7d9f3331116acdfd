package cbd.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An expression with one thing in it broken.
 *
 * @param change what was broken
 */
public record Mutant(String change, String expr) {
  /** All that differ from an expression by a renamed metric, label or word. */
  public static List<Mutant> of(Expression expression) {
    List<Mutant> mutants = new ArrayList<>();
    for (Expression.Selector selector : expression.selectors()) {
      mutants.add(broken("metric", expression, selector.metric()));
      for (Expression.Match match : selector.matches()) {
        mutants.add(broken("label", expression, match.label()));
        if (!match.plain().contains("$") && Set.of("=", "=~").contains(match.operator())) {
          // The first letter after the quote.
          Expression.Word value = match.value();
          String text = expression.text();
          int start = value.start() + 1;
          mutants.add(new Mutant("word", text.substring(0, start) + "x" + text.substring(start)));
        }
      }
    }
    for (Expression.Word label : expression.groupings()) {
      mutants.add(broken("grouping", expression, label));
    }
    return mutants;
  }

  private static Mutant broken(String change, Expression expression, Expression.Word word) {
    String text = expression.text();
    return new Mutant(change, text.substring(0, word.end()) + "x" + text.substring(word.end()));
  }
}
