package cbd.coordinator.sweep;

import cbd.domain.MemorySize;
import cbd.domain.Resources;
import cbd.text.About;
import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Form;
import cbd.text.Rules;

/** What stands under {@code resources} in a sweep file. */
@About("What each trial takes of a worker.")
record ResourcesText(
    @About("Slots of one device of one worker; the trial runs in one, the others stay empty.")
        @Between(min = 1, max = Resources.MOST_SLOTS)
        @Default("1")
        int slots,
    @About("Memory that these have together at least: of the GPU, or of the machine for a CPU.")
        @Form(pattern = MemorySize.FORM, words = "a size such as 6 GiB or 500 MB")
        @Default("0 MB")
        String memory) {
  ResourcesText {
    Rules.check(ResourcesText.class, slots, memory);
  }

  Resources resources() {
    return new Resources(slots, MemorySize.bytes(memory));
  }
}
