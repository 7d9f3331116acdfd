package cbd.coordinator.sweep;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.InvalidValueException;
import cbd.text.Rules;
import cbd.text.Tree;
import java.util.regex.Pattern;

/** A sweep file's top level. */
@About("A sweep: a grid of trials.")
record SweepText(
    @About("Lower-case letters, digits and dashes, at most 64; part of the sweep's id.")
        String name,
    @About("What the sweep is for, in words.") @Default("") String description,
    @About("How often each trial may be tried before it counts as failed.")
        @Between(min = 1, max = 100)
        @Default("3")
        int maxAttempts,
    @About("The settings of every trial; may leave out what every cell of the grid sets.")
        Tree trial,
    @About("Settings by their dotted path, each with the list of values it takes in turn.")
        @Default("{}")
        Tree grid) {

  /** What a name looks like. */
  static final String NAME_FORM = "[a-z0-9][a-z0-9-]{0,63}";

  private static final Pattern NAME = Pattern.compile(NAME_FORM);

  SweepText {
    Rules.check(SweepText.class, name, description, maxAttempts, trial, grid);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "name",
          "must be 1 to 64 lower-case letters, digits and dashes and not start with a dash, but was '"
              + name
              + "'");
    }
    if (!(trial instanceof Tree.Mapping)) {
      throw new InvalidValueException("trial", "must be a mapping of a trial's settings");
    }
    if (!(grid instanceof Tree.Mapping)) {
      throw new InvalidValueException("grid", "must be a mapping of settings to lists of values");
    }
  }

  Tree.Mapping trialMapping() {
    return (Tree.Mapping) trial;
  }

  Tree.Mapping gridMapping() {
    return (Tree.Mapping) grid;
  }
}
