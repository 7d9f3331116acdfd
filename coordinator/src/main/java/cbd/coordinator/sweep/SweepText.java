package cbd.coordinator.sweep;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Form;
import cbd.text.Rules;
import cbd.text.Tree;

/** A sweep file's top level. */
@About("A sweep: a grid of trials.")
record SweepText(
    @About("What the sweep is called; part of its id.")
        @Form(
            pattern = "[a-z0-9][a-z0-9-]{0,63}",
            words = "1 to 64 lower-case letters, digits and dashes, the first no dash")
        String name,
    @About("What the sweep is for, in words.") @Default("") String description,
    @About("How often each trial may be tried before it counts as failed.")
        @Between(min = 1, max = 100)
        @Default("3")
        int maxAttempts,
    @About("The settings of every trial; may leave out what every cell of the grid sets.")
        Tree.Mapping trial,
    @About("Settings by their dotted path, each with the list of values it takes in turn.")
        @Default("{}")
        Tree.Mapping grid) {

  SweepText {
    Rules.check(SweepText.class, name, description, maxAttempts, trial, grid);
  }
}
