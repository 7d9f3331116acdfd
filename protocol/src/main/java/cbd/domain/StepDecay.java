package cbd.domain;

import cbd.text.InvalidValueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A learning rate that is multiplied by a factor at each milestone.
 *
 * @param milestones rising 0-based epochs
 */
record StepDecay(double first, List<Integer> milestones, double gamma) {
  /** Far more than anybody's schedule has; a list without an end is held once for each trial. */
  static final int MOST_MILESTONES = 64;

  /** The learning rate of a 0-based epoch. */
  double at(int epoch) {
    double rate = first;
    for (int milestone : milestones) {
      if (epoch >= milestone) {
        rate *= gamma;
      }
    }
    return rate;
  }

  /** The rule that milestones break; null when they are few enough and rise. */
  static @Nullable InvalidValueException broken(String component, List<Integer> milestones) {
    InvalidValueException tooMany = tooMany(component, milestones);
    if (tooMany != null) {
      return tooMany;
    }
    for (int i = 1; i < milestones.size(); i++) {
      if (milestones.get(i) <= milestones.get(i - 1)) {
        return new InvalidValueException(component, "must rise, but was " + milestones);
      }
    }
    return null;
  }

  /** The rule that too long a list breaks; null when it is short enough. */
  static @Nullable InvalidValueException tooMany(String component, List<Integer> milestones) {
    return milestones.size() <= MOST_MILESTONES
        ? null
        : new InvalidValueException(
            component,
            "must have at most " + MOST_MILESTONES + " entries, but has " + milestones.size());
  }
}
