package cbd.coordinator.sweep;

import cbd.text.Location;
import cbd.text.Tree;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of one setting.
 *
 * @param key with everything around it, such as {@code exclude[0].attack}
 * @param path the setting, dotted, from the trial
 * @param at where the rule names it
 * @param value as the file has it; a list that is not the setting's own value means any of these
 */
public record Condition(String key, String path, Location at, Tree value) {

  /**
   * Whether a trial has it.
   *
   * @param trial a trial's tree; bare words count as the choice that they name
   */
  boolean holds(Tree trial) {
    Tree found = found(trial);
    return found != null
        && (isPartOf(value, found)
            || (value instanceof Tree.Sequence list
                && list.items().stream().anyMatch(item -> isPartOf(item, found))));
  }

  /** What a trial has there; null when it has no such setting. */
  @Nullable Tree found(Tree trial) {
    Tree found = trial;
    for (String name : path.split("\\.", -1)) {
      found = found instanceof Tree.Mapping mapping ? mapping.get(name) : null;
    }
    return found;
  }

  /** How many values it compares with. */
  int values() {
    return value instanceof Tree.Sequence list ? Math.max(1, list.items().size()) : 1;
  }

  private static boolean isPartOf(Tree wanted, @Nullable Tree found) {
    if (wanted instanceof Tree.Mapping mapping) {
      return mapping.entries().entrySet().stream()
          .allMatch(each -> isPartOf(each.getValue().value(), inner(found, each.getKey())));
    }
    if (wanted instanceof Tree.Sequence list) {
      if (!(found instanceof Tree.Sequence other) || other.items().size() != list.items().size()) {
        return false;
      }
      for (int i = 0; i < list.items().size(); i++) {
        if (!isPartOf(list.items().get(i), other.items().get(i))) {
          return false;
        }
      }
      return true;
    }
    Tree named = found instanceof Tree.Mapping choice ? choice.get("type") : found;
    return named instanceof Tree.Scalar scalar
        && same(((Tree.Scalar) wanted).value(), scalar.value());
  }

  private static @Nullable Tree inner(@Nullable Tree found, String key) {
    if (found instanceof Tree.Mapping mapping) {
      return mapping.get(key);
    }
    return key.equals("type") ? found : null;
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    return (a instanceof Number one && b instanceof Number other)
        ? one.doubleValue() == other.doubleValue()
        : Objects.equals(a, b);
  }
}
