package cbd.coordinator.sweep;

import cbd.text.Location;
import cbd.text.Tree;
import java.util.List;

/**
 * One direction of a grid: the values that one setting of the trial takes in turn.
 *
 * @param path the setting, dotted, from the trial, such as {@code attack.poisonRate}
 * @param at where the sweep file names it
 * @param values each replaces whatever stands at the path; at least one
 */
public record Axis(String path, Location at, List<Tree> values) {
  public Axis {
    values = List.copyOf(values);
  }

  /** How deep in the trial the setting stands, from 0. */
  int depth() {
    return (int) path.chars().filter(each -> each == '.').count();
  }
}
