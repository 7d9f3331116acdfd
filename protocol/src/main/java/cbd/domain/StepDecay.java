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

  /** The rule that milestones break; null when they rise. */
  static @Nullable InvalidValueException broken(String component, List<Integer> milestones) {
    for (int i = 1; i < milestones.size(); i++) {
      if (milestones.get(i) <= milestones.get(i - 1)) {
        return new InvalidValueException(component, "must rise, but was " + milestones);
      }
    }
    return null;
  }
}
