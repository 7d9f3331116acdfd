package cbd.coordinator.plan;

import cbd.coordinator.forecast.ImageCounts;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.TrialWork;
import cbd.domain.Trial;
import cbd.domain.TrialState;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up a plan, trial by trial; they come in grid order, each once. */
final class PlanSum {
  private final Map<TrialState, Integer> known = new EnumMap<>(TrialState.class);
  private final StageCount stages = new StageCount();
  private Disk disk = Disk.NOTHING;
  private Load fresh = Load.NONE;
  private double passes = 0;
  private double multiplyAdds = 0;
  private boolean assumed = false;
  private int results = 0;
  private int count = 0;

  PlanSum() {
    for (TrialState state : TrialState.values()) {
      known.put(state, 0);
    }
  }

  /**
   * @param state null of a trial that nobody knows yet
   */
  void add(Trial trial, @Nullable TrialState state) {
    count++;
    disk = disk.and(Disk.ofTrial(trial.spec()));
    if (state != null) {
      known.merge(state, 1, Integer::sum);
      if (state.isTerminal()) {
        return;
      }
    }
    assumed |= ImageCounts.of(trial.spec()).assumed();
    disk = disk.and(Disk.ofResult(trial.spec()));
    results++;
    double left = stages.add(trial.spec());
    passes += left / TrialWork.multiplyAdds(trial.spec());
    multiplyAdds += left;
    if (state == null) {
      fresh = fresh.andWaiting(left);
    }
  }

  Plan plan() {
    return new Plan(
        count,
        known,
        stages.counted(),
        passes,
        multiplyAdds,
        fresh,
        disk.and(stages.disk()).keeping(results),
        assumed);
  }
}
