package cbd.coordinator.sweep;

import cbd.text.Tree;
import java.util.List;

/**
 * A sweep file that was read and found right: every cell of its grid is a valid trial.
 *
 * @param name 1 to 64 lower-case letters, digits and dashes
 * @param description for people; may be empty
 * @param maxAttempts how often each trial may be tried, 1..100
 * @param base a trial's settings before the axes are applied; may lack what every cell sets
 * @param axes in the order of the file; may be empty
 */
public record Sweep(
    String name, String description, int maxAttempts, Tree.Mapping base, List<Axis> axes) {
  public Sweep {
    axes = List.copyOf(axes);
  }
}
