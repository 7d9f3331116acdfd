package cbd.coordinator.sweep;

import cbd.text.Tree;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which cells of a sweep are trials: those that match a rule of include, if there are any, and none
 * of exclude.
 */
public record Selection(List<CellRule> include, List<CellRule> exclude) {
  public Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  boolean isEverything() {
    return include.isEmpty() && exclude.isEmpty();
  }

  Stream<CellRule> rules() {
    return Stream.concat(include.stream(), exclude.stream());
  }

  boolean keeps(Tree trial) {
    return (include.isEmpty() || include.stream().anyMatch(rule -> rule.matches(trial)))
        && exclude.stream().noneMatch(rule -> rule.matches(trial));
  }
}
