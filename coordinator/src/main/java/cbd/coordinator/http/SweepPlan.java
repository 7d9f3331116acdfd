package cbd.coordinator.http;

import cbd.coordinator.actor.LiveView;
import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.coordinator.plan.Pace;
import cbd.coordinator.plan.Plan;
import cbd.coordinator.sweep.Sweep;
import cbd.coordinator.sweep.TrialGrid;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.text.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A sweep's plan. The coordinator makes it; where none answers, the command line does. */
public final class SweepPlan {
  private SweepPlan() {}

  /**
   * With a coordinator's knowledge.
   *
   * @param known finds the states of those trials that the store has
   * @param live what runs; null when no coordinator is active here
   * @param imagesPerSecond to be assumed in place of what was observed, or null
   */
  static Views.PlanView of(
      Sweep sweep,
      Function<List<TrialId>, Map<TrialId, TrialState>> known,
      @Nullable LiveView live,
      @Nullable Double imagesPerSecond) {
    TrialGrid grid = TrialGrid.of(sweep);
    List<Trial> trials = grid.trials().toList();
    Map<TrialId, TrialState> states = known.apply(trials.stream().map(Trial::id).toList());
    Plan plan = Plan.of(trials.stream(), states);
    Pace pace = pace(live == null ? Speed.UNKNOWN : live.speed(), imagesPerSecond);
    Map<String, Integer> words = new TreeMap<>();
    plan.known().forEach((state, count) -> words.put(Words.of(state), count));
    return view(sweep.name(), grid.cells(), plan, words, pace, live);
  }

  /**
   * Without any coordinator: every trial counts as new.
   *
   * @param imagesPerSecond to be assumed in place of the orientation figure, or null
   */
  public static Views.PlanView alone(Sweep sweep, @Nullable Double imagesPerSecond) {
    TrialGrid grid = TrialGrid.of(sweep);
    try (Stream<Trial> trials = grid.trials()) {
      Plan plan = Plan.of(trials, Map.of());
      Pace pace = pace(Speed.UNKNOWN, imagesPerSecond);
      return view(sweep.name(), grid.cells(), plan, null, pace, null);
    }
  }

  private static Pace pace(Speed observed, @Nullable Double given) {
    return given == null ? Pace.of(observed) : Pace.given(given);
  }

  private static Views.PlanView view(
      String name,
      int cells,
      Plan plan,
      @Nullable Map<String, Integer> known,
      Pace pace,
      @Nullable LiveView live) {
    return new Views.PlanView(
        name,
        cells,
        plan.trials(),
        known,
        plan.left(),
        new Views.SharedView(
            plan.stages().generators(),
            plan.stages().poisonedSets(),
            plan.stages().backdooredModels(),
            plan.stages().sharers()),
        new Views.WorkView(
            plan.forwardPasses(),
            plan.multiplyAdds(),
            pace.imagesPerSecond(),
            Words.of(pace.source()),
            pace.seconds(plan, 0.5) / 3600,
            pace.seconds(plan, 0.75) / 3600,
            pace.seconds(plan, 0.25) / 3600),
        new Views.DiskView(plan.disk().store(), plan.disk().stages()),
        plan.sizesAssumed(),
        live == null ? null : live.workingSlots(),
        live == null ? null : eta(plan, pace, live));
  }

  /** Behind all that is queued already. */
  private static Views.@Nullable Eta eta(Plan plan, Pace pace, LiveView live) {
    Load load = plan.left() == 0 ? Load.NONE : live.ahead().and(plan.fresh());
    return Forecast.of(load, pace.speed(), live.workingSlots()).map(Showing::eta).orElse(null);
  }
}
