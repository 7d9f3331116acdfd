package cbd.coordinator.sweep;

import cbd.domain.Repeats;
import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Form;
import cbd.text.InvalidValueException;
import cbd.text.Rules;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands under {@code repeats} in a sweep file when it is no number. */
@About("Repeats that are added only where a cell is still uncertain.")
record UntilText(
    @About(
            "When a cell has enough: the half-widths of the 95 % confidence intervals of CA and ASR"
                + " in percentage points.")
        @Form(pattern = UntilText.FORM, words = "a bound on ci95 in percent, such as ci95 < 0.5%")
        String until,
    @About("Repeats that no cell goes beyond.") @Between(min = 2, max = 1000) int max,
    @About("Repeats that every cell begins with.") @Between(min = 2, max = 1000) @Default("2")
        int min) {
  static final String FORM = "ci95\\s*<\\s*([0-9]{1,3}(?:\\.[0-9]{1,4})?)\\s*%";

  UntilText {
    Rules.check(UntilText.class, until, max, min);
    double bound = bound(until);
    Rules.refuse(
        bound > 0 && bound <= 1
            ? null
            : new InvalidValueException(
                "until", "must have a bound above 0% and at most 100%, but was '" + until + "'"),
        min <= max
            ? null
            : new InvalidValueException(
                "min", "must be at most max, which is " + max + ", but was " + min));
  }

  /** As a fraction 0..1. */
  private static double bound(String until) {
    Matcher form = Pattern.compile(FORM).matcher(until);
    if (!form.matches()) {
      throw new IllegalStateException("the rules let through " + until);
    }
    return Double.parseDouble(form.group(1)) / 100;
  }

  Repeats.Until repeats() {
    return new Repeats.Until(min, max, bound(until));
  }
}
