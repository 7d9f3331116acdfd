package cbd.coordinator.sweep;

import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;
import cbd.text.Tree;

/** What stands under {@code random} in a sweep file. */
@About("Settings whose values are drawn.")
record RandomText(
    @About("How many draws.") @Between(min = 1, max = SweepFile.MAX_TRIALS) int samples,
    @About("The same seed draws the same values, on every machine.") @Between(min = 0) @Default("0")
        long seed,
    @About(
            "Settings by their dotted path, each with one of {uniform: [low, high]}, {logUniform:"
                + " [low, high]}, {int: [low, high]}, {choice: [a, b]}.")
        Tree.Mapping settings) {

  RandomText {
    Rules.check(RandomText.class, samples, seed, settings);
  }
}
