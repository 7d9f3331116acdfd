package cbd.coordinator.plan;

import cbd.coordinator.forecast.ImageCounts;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.TrialWork;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
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
 * @param disk what all trials write, finished ones included
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
  public Plan {
    known = Map.copyOf(known);
  }

  /**
   * Adds up. Holds of each trial no more than what its stages depend on, so a grid of a million
   * trials fits into memory as a stream.
   *
   * @param trials in grid order, each once
   * @param states of those that are known
   */
  public static Plan of(Stream<Trial> trials, Map<TrialId, TrialState> states) {
    Map<TrialState, Integer> known = new EnumMap<>(TrialState.class);
    for (TrialState state : TrialState.values()) {
      known.put(state, 0);
    }
    StageCount stages = new StageCount();
    Disk disk = Disk.NOTHING;
    Load fresh = Load.NONE;
    double passes = 0;
    double multiplyAdds = 0;
    boolean assumed = false;
    int count = 0;
    for (Iterator<Trial> each = trials.iterator(); each.hasNext(); count++) {
      Trial trial = each.next();
      TrialState state = states.get(trial.id());
      disk = disk.and(Disk.ofTrial(trial.spec()));
      if (state != null) {
        known.merge(state, 1, Integer::sum);
      }
      if (state != null && state.isTerminal()) {
        continue;
      }
      assumed |= ImageCounts.of(trial.spec()).assumed();
      double left = stages.add(trial.spec());
      passes += left / TrialWork.multiplyAdds(trial.spec());
      multiplyAdds += left;
      if (state == null) {
        fresh = fresh.andWaiting(left);
      }
    }
    return new Plan(
        count,
        known,
        stages.counted(),
        passes,
        multiplyAdds,
        fresh,
        disk.and(stages.disk()),
        assumed);
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
