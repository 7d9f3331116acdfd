package cbd.coordinator.sweep;

import cbd.domain.Stopping;
import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Form;
import cbd.text.InvalidValueException;
import cbd.text.Rules;
import cbd.text.Tree;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sweep file's top level. */
@About("A sweep: trials that differ in some settings.")
record SweepText(
    @About("What the sweep is called; part of its id.")
        @Form(
            pattern = "[a-z0-9][a-z0-9-]{0,63}",
            words = "1 to 64 lower-case letters, digits and dashes, the first no dash")
        String name,
    @About("What the sweep is for, in words.") @Default("") String description,
    @About("What is worth knowing about it, in words; shown with the sweep.") @Default("")
        String notes,
    @About("At most 20 words to find the sweep by, each of at most 64 characters.") @Default("[]")
        List<String> labels,
    @About("Of the trials that wait, those with the highest priority are granted first.")
        @Between(min = -100, max = 100)
        @Default("0")
        int priority,
    @About("What each trial takes of a worker.") @Default("{}") ResourcesText resources,
    @About("How often each trial may be tried before it counts as failed.")
        @Between(min = 1, max = 100)
        @Default("3")
        int maxAttempts,
    @About("The settings of every trial; may leave out what every cell sets.") Tree.Mapping trial,
    @About("Settings by their dotted path, each with the list of values it takes in turn.")
        @Default("{}")
        Tree.Mapping grid,
    @About("The same, but the settings advance together: all lists are equally long.")
        @Default("{}")
        Tree.Mapping zip,
    @About("Cells that are written out: each a mapping of settings by their dotted path.")
        @Default("[]")
        List<Tree.Mapping> list,
    @About("Settings whose values are drawn; see below.") @Default("{}") Tree.Mapping random,
    @About("How often each cell is repeated with other random numbers: a number, or see below.")
        @Default("1")
        Tree repeats,
    @About("Whether trials that do badly are stopped early.") @Default("never") Stopping stopping,
    @About("Only cells that match one of these: settings by their dotted path, each with a value.")
        @Default("[]")
        List<Tree.Mapping> include,
    @About("No cells that match one of these.") @Default("[]") List<Tree.Mapping> exclude) {
  private static final int MOST_LABELS = 20;
  private static final int LONGEST_LABEL = 64;
  private static final int LONGEST_NOTES = 10_000;

  SweepText {
    Rules.check(
        SweepText.class,
        name,
        description,
        notes,
        labels,
        priority,
        resources,
        maxAttempts,
        trial,
        grid,
        zip,
        list,
        random,
        repeats,
        stopping,
        include,
        exclude);
    Rules.refuse(fewLabels(labels), shortLabels(labels), shortNotes(notes));
  }

  private static @Nullable InvalidValueException fewLabels(List<String> labels) {
    if (labels.size() > MOST_LABELS) {
      return new InvalidValueException(
          "labels", "must be at most " + MOST_LABELS + ", but are " + labels.size());
    }
    return new HashSet<>(labels).size() == labels.size()
        ? null
        : new InvalidValueException("labels", "must each stand once");
  }

  private static @Nullable InvalidValueException shortLabels(List<String> labels) {
    return labels.stream()
        .filter(label -> label.isBlank() || label.length() > LONGEST_LABEL)
        .findFirst()
        .map(
            label ->
                new InvalidValueException(
                    "labels",
                    "must each have 1 to "
                        + LONGEST_LABEL
                        + " characters, but one has "
                        + label.strip().length()))
        .orElse(null);
  }

  private static @Nullable InvalidValueException shortNotes(String notes) {
    return notes.length() <= LONGEST_NOTES
        ? null
        : new InvalidValueException(
            "notes",
            "must have at most " + LONGEST_NOTES + " characters, but have " + notes.length());
  }
}
