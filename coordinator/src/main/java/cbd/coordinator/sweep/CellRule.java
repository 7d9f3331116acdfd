package cbd.coordinator.sweep;

import cbd.text.Location;
import cbd.text.Tree;
import java.util.List;

/**
 * A rule that trials match when they have all that it asks for.
 *
 * @param key such as {@code exclude[0]}
 * @param at where it stands
 * @param conditions at least one
 */
public record CellRule(String key, Location at, List<Condition> conditions) {
  public CellRule {
    conditions = List.copyOf(conditions);
  }

  boolean matches(Tree trial) {
    return conditions.stream().allMatch(condition -> condition.holds(trial));
  }
}
