package cbd.coordinator.sweep;

import cbd.domain.SweepTerms;
import cbd.text.Tree;
import java.util.List;

/**
 * A sweep file that was read and found right: every cell that its rules keep is a valid trial.
 *
 * @param name 1 to 64 lower-case letters, digits and dashes
 * @param description for people; may be empty
 * @param maxAttempts how often each trial may be tried, 1..100
 * @param terms on which it is served and shown
 * @param base a trial's settings before the axes are applied; may lack what every cell sets
 * @param axes in the order of the file; may be empty
 * @param selection which combinations of the axes' choices are cells
 * @param cells how many these are, at least 1
 */
public record Sweep(
    String name,
    String description,
    int maxAttempts,
    SweepTerms terms,
    Tree.Mapping base,
    List<Axis> axes,
    Selection selection,
    int cells) {
  public Sweep {
    axes = List.copyOf(axes);
  }
}
