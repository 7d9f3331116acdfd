package cbd.coordinator.chaos.check;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.coordinator.store.TrialRow;
import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Interrupted or not, a trial comes to the same: the result and every measured epoch, to the last
 * bit. What takes other time is no difference. One that was stopped early has come to no result.
 */
final class SameNumbers implements Promise {
  @Override
  public String words() {
    return "results are those of an undisturbed trial";
  }

  @Override
  public List<String> broken(Evidence evidence) {
    List<String> broken = new ArrayList<>();
    for (TrialRow row : evidence.rows()) {
      TrialId trial = row.trial().id();
      Undisturbed undisturbed = evidence.undisturbed().get(trial);
      if (undisturbed == null) {
        broken.add("trial " + trial + " has nothing to compare with");
      } else if (row.result() == null && row.state() != TrialState.STOPPED) {
        broken.add(
            "trial "
                + trial
                + " is "
                + row.state()
                + " ("
                + row.reason()
                + "), but succeeds when nothing disturbs it");
      } else if (row.result() != null
          && !row.result().scores().equals(undisturbed.result().scores())) {
        Scores should = undisturbed.result().scores();
        broken.add("trial " + trial + " has " + row.result().scores() + ", undisturbed " + should);
      }
    }
    broken.addAll(differentEpochs(evidence));
    return broken;
  }

  private record Moment(TrialId trial, Phase phase, int epoch) {}

  private static List<String> differentEpochs(Evidence evidence) {
    Map<Moment, EpochMetrics> undisturbed = new HashMap<>();
    evidence
        .undisturbed()
        .forEach(
            (trial, all) ->
                all.epochs()
                    .forEach(
                        epoch ->
                            undisturbed.put(
                                new Moment(trial, epoch.phase(), epoch.epoch()), epoch)));
    List<String> broken = new ArrayList<>();
    for (HistoryEntry entry : evidence.history()) {
      if (entry.event() instanceof Event.EpochRecorded e) {
        Moment moment = new Moment(e.trial(), e.metrics().phase(), e.metrics().epoch());
        EpochMetrics should = undisturbed.get(moment);
        if (should == null && evidence.undisturbed().containsKey(e.trial())) {
          broken.add(
              "trial "
                  + e.trial()
                  + " measured in line "
                  + entry.number()
                  + " of the history "
                  + e.metrics()
                  + ", which nothing undisturbed does");
        } else if (should != null && !numbers(e.metrics()).equals(numbers(should))) {
          broken.add(
              "trial "
                  + e.trial()
                  + " measured in line "
                  + entry.number()
                  + " of the history, in attempt "
                  + e.attempt()
                  + ", "
                  + e.metrics()
                  + ", undisturbed "
                  + should);
        }
      }
    }
    return broken;
  }

  private static List<Object> numbers(EpochMetrics epoch) {
    return List.of(
        epoch.loss(), epoch.scores(), epoch.images(), Objects.requireNonNull(epoch.diagnostics()));
  }
}
