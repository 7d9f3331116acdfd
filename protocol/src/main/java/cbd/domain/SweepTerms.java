package cbd.domain;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;
import java.util.List;

/**
 * On which terms a sweep is served and shown, beside its trials.
 *
 * @param priority of two trials that wait, the one with the higher priority is granted first
 * @param labels words to find the sweep by
 * @param notes for people; may be empty
 * @param repeats whether its cells get further repeats by themselves
 * @param stopping whether trials of it that do badly are stopped early
 * @param resources what each of its trials takes of a worker
 */
public record SweepTerms(
    @Between(min = -100, max = 100) @Default("0") int priority,
    @Default("[]") List<String> labels,
    @Default("") String notes,
    @Default("as-written") Repeats repeats,
    @Default("never") Stopping stopping,
    @Default("{}") Resources resources) {

  /** Those of a sweep file that says nothing of them. */
  public static final SweepTerms DEFAULT =
      new SweepTerms(0, List.of(), "", new Repeats.AsWritten());

  /** Of a sweep that stops no trial early. */
  public SweepTerms(int priority, List<String> labels, String notes, Repeats repeats) {
    this(priority, labels, notes, repeats, new Stopping.Never());
  }

  /** Of a sweep whose trials run in any slot. */
  public SweepTerms(
      int priority, List<String> labels, String notes, Repeats repeats, Stopping stopping) {
    this(priority, labels, notes, repeats, stopping, Resources.ANY);
  }

  /** The same with other resources. */
  public SweepTerms with(Resources other) {
    return new SweepTerms(priority, labels, notes, repeats, stopping, other);
  }

  public SweepTerms {
    labels = List.copyOf(labels);
    Rules.check(SweepTerms.class, priority, labels, notes, repeats, stopping, resources);
  }
}
