package cbd.coordinator.chaos.check;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.coordinator.store.TrialRow;
import cbd.domain.Provenance;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A result is of the configuration that was submitted, and of the images that one means. */
final class SameConfiguration implements Promise {
  @Override
  public String words() {
    return "the configuration of a result is the one that was submitted";
  }

  @Override
  public List<String> broken(Evidence evidence) {
    List<String> broken = new ArrayList<>();
    Map<TrialId, Trial> meant = evidence.meant();
    for (HistoryEntry entry : evidence.history()) {
      if (entry.event() instanceof Event.OfSweep of) {
        String where = "in line " + entry.number() + " of the history";
        of.trials().forEach(trial -> compare(trial, meant, where, broken));
      }
      if (entry.event() instanceof Event.SweepAccepted accepted) {
        broken.addAll(changedGrid(accepted, evidence));
      }
    }
    for (TrialRow row : evidence.rows()) {
      compare(row.trial(), meant, "in the tables", broken);
      Undisturbed undisturbed = evidence.undisturbed().get(row.trial().id());
      if (row.result() != null && undisturbed != null) {
        broken.addAll(otherImages(row.trial().id(), row.result(), undisturbed.result()));
      }
    }
    return broken;
  }

  private static void compare(
      Trial stored, Map<TrialId, Trial> meant, String where, List<String> broken) {
    Trial submitted = meant.get(stored.id());
    if (submitted != null && !submitted.spec().equals(stored.spec())) {
      broken.add(
          "trial "
              + stored.id()
              + " was submitted as "
              + submitted.spec()
              + ", but "
              + where
              + " it is "
              + stored.spec());
    } else if (!TrialId.of(stored.spec()).equals(stored.id())) {
      broken.add(
          "trial " + stored.id() + " is not what its id says, but " + where + ": " + stored.spec());
    }
  }

  private static List<String> changedGrid(Event.SweepAccepted accepted, Evidence evidence) {
    List<Trial> submitted = evidence.submitted().get(accepted.sweep());
    List<TrialId> stored = accepted.trials().stream().map(Trial::id).toList();
    return submitted == null || submitted.stream().map(Trial::id).toList().equals(stored)
        ? List.of()
        : List.of("sweep " + accepted.sweep() + " has other trials than were submitted: " + stored);
  }

  private static List<String> otherImages(
      TrialId trial, TrialResult result, TrialResult undisturbed) {
    Provenance is = result.provenance();
    Provenance should = undisturbed.provenance();
    return is.dataHash().equals(should.dataHash()) && is.poisonHash().equals(should.poisonHash())
        ? List.of()
        : List.of(
            "trial "
                + trial
                + " saw images "
                + is.dataHash()
                + " poisoned at "
                + is.poisonHash()
                + ", undisturbed "
                + should.dataHash()
                + " poisoned at "
                + should.poisonHash());
  }
}
