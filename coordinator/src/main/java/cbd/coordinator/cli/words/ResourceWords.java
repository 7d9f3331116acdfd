package cbd.coordinator.cli.words;

import cbd.coordinator.http.Views;
import cbd.domain.MemorySize;

/** What trials take of a worker, in words. */
public final class ResourceWords {
  private ResourceWords() {}

  /**
   * {@code 2 slots of one device with at least 6 GiB together}, {@code a slot with at least 6 GiB}.
   */
  public static String of(Views.ResourcesView needs) {
    String slots = needs.slots() == 1 ? "a slot" : needs.slots() + " slots of one device";
    return needs.memory() == 0
        ? slots
        : slots
            + " with at least "
            + MemorySize.words(needs.memory())
            + (needs.slots() == 1 ? "" : " together");
  }
}
