package cbd.coordinator.plan;

import cbd.coordinator.forecast.Load;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a sweep would take.
 *
 * @param trials of the sweep, each once
 * @param known of them that an earlier sweep brought, by where they stand; every state has an entry
 * @param stages what the trials that are left share
 * @param forwardPasses work of the trials that are left, in passes of an image forward through the
 *     trial's network; a training step counts as three, what is shared counts once
 * @param multiplyAdds the same in multiply-adds
 * @param fresh the trials that nobody knows yet: what submitting would add to the queue
 * @param disk what all trials write, finished ones included; of these no networks
 * @param sizesAssumed whether a data set is only counted where it lies, so that a size was assumed
 */
public record Plan(
    int trials,
    Map<TrialState, Integer> known,
    Stages stages,
    double forwardPasses,
    double multiplyAdds,
    Load fresh,
    Disk disk,
    boolean sizesAssumed) {
  private static final int TOGETHER = 1024;

  public Plan {
    known = Map.copyOf(known);
  }

  /**
   * Adds up. Holds of each trial no more than what its stages depend on, so a grid of a million
   * trials fits into memory as a stream.
   *
   * @param trials in grid order, each once
   * @param known finds the states of those that are known; asked for a thousand or so at a time
   */
  public static Plan of(
      Stream<Trial> trials, Function<List<TrialId>, Map<TrialId, TrialState>> known) {
    PlanSum sum = new PlanSum();
    List<Trial> some = new ArrayList<>();
    for (Iterator<Trial> each = trials.iterator(); each.hasNext(); ) {
      some.add(each.next());
      if (some.size() == TOGETHER || !each.hasNext()) {
        Map<TrialId, TrialState> states = known.apply(some.stream().map(Trial::id).toList());
        some.forEach(trial -> sum.add(trial, states.get(trial.id())));
        some.clear();
      }
    }
    return sum.plan();
  }

  /** Trials that are to be trained: unknown ones and those that are queued or under way. */
  public int left() {
    return trials
        - known.entrySet().stream()
            .filter(entry -> entry.getKey().isTerminal())
            .mapToInt(Map.Entry::getValue)
            .sum();
  }
}
