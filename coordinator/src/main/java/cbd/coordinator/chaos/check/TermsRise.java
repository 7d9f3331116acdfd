package cbd.coordinator.chaos.check;

import cbd.coordinator.store.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A coordinator that was succeeded writes nothing after its successor's first word. */
final class TermsRise implements Promise {
  @Override
  public String words() {
    return "terms rise through the history: no stale write";
  }

  @Override
  public List<String> broken(Evidence evidence) {
    List<String> broken = new ArrayList<>();
    @Nullable HistoryEntry before = null;
    for (HistoryEntry entry : evidence.history()) {
      if (before != null && entry.number() <= before.number()) {
        broken.add("line " + entry.number() + " of the history follows line " + before.number());
      }
      if (before != null && entry.epoch() < before.epoch()) {
        broken.add(
            "line "
                + entry.number()
                + " of the history was written in term "
                + entry.epoch()
                + ", after line "
                + before.number()
                + " of term "
                + before.epoch());
      }
      before = entry;
    }
    return broken;
  }
}
