package cbd.coordinator.sweep;

import cbd.text.Tree;
import java.util.List;

/**
 * One setting with the values that it takes in turn.
 *
 * @param values at least one
 */
record GridAxis(Setter setter, List<Tree> values) implements Axis {
  GridAxis {
    values = List.copyOf(values);
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public List<Setter> setters() {
    return List.of(setter);
  }

  @Override
  public List<Assignment> choice(int index) {
    return List.of(new Assignment(setter, values.get(index)));
  }

  @Override
  public long weight() {
    return Weight.most(values);
  }
}
