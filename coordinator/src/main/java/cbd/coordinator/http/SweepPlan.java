package cbd.coordinator.http;

import cbd.coordinator.actor.LiveView;
import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.coordinator.plan.Pace;
import cbd.coordinator.plan.Plan;
import cbd.coordinator.sweep.Sweep;
import cbd.coordinator.sweep.TrialGrid;
import cbd.domain.Repeats;
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
  static PlanViews.PlanView of(
      Sweep sweep,
      Function<List<TrialId>, Map<TrialId, TrialState>> known,
      @Nullable LiveView live,
      @Nullable Double imagesPerSecond) {
    Plan plan;
    // As a stream: a reader's request must not make the coordinator hold a whole grid.
    try (Stream<Trial> trials = TrialGrid.of(sweep).trials()) {
      plan = Plan.of(trials, known);
    }
    Pace pace = pace(live == null ? Speed.UNKNOWN : live.speed(), imagesPerSecond);
    Map<String, Integer> words = new TreeMap<>();
    plan.known().forEach((state, count) -> words.put(Words.of(state), count));
    return view(sweep, plan, words, pace, live);
  }

  /**
   * Without any coordinator: every trial counts as new.
   *
   * @param imagesPerSecond to be assumed in place of the orientation figure, or null
   */
  public static PlanViews.PlanView alone(Sweep sweep, @Nullable Double imagesPerSecond) {
    TrialGrid grid = TrialGrid.of(sweep);
    try (Stream<Trial> trials = grid.trials()) {
      Plan plan = Plan.of(trials, ids -> Map.of());
      Pace pace = pace(Speed.UNKNOWN, imagesPerSecond);
      return view(sweep, plan, null, pace, null);
    }
  }

  private static Pace pace(Speed observed, @Nullable Double given) {
    return given == null ? Pace.of(observed) : Pace.given(given);
  }

  private static PlanViews.PlanView view(
      Sweep sweep,
      Plan plan,
      @Nullable Map<String, Integer> known,
      Pace pace,
      @Nullable LiveView live) {
    String misfit = live == null ? null : live.misfit(sweep.terms().resources()).orElse(null);
    return new PlanViews.PlanView(
        sweep.name(),
        sweep.cells(),
        plan.trials(),
        mostTrials(sweep, plan),
        known,
        plan.left(),
        new PlanViews.SharedView(
            plan.stages().generators(),
            plan.stages().poisonedSets(),
            plan.stages().backdooredModels(),
            plan.stages().sharers()),
        new PlanViews.WorkView(
            plan.forwardPasses(),
            plan.multiplyAdds(),
            pace.imagesPerSecond(),
            Words.of(pace.source()),
            pace.seconds(plan, 0.5) / 3600,
            pace.seconds(plan, 0.75) / 3600,
            pace.seconds(plan, 0.25) / 3600),
        new PlanViews.DiskView(plan.disk().store(), plan.disk().stages(), plan.disk().models()),
        plan.sizesAssumed(),
        Showing.stopping(sweep.terms().stopping()),
        Showing.resources(sweep.terms().resources()),
        misfit,
        live == null ? null : live.workingSlots(),
        live == null || misfit != null ? null : eta(sweep, plan, pace, live));
  }

  /** Every cell begins with as many repeats as the rule says. */
  private static @Nullable Integer mostTrials(Sweep sweep, Plan plan) {
    return sweep.terms().repeats() instanceof Repeats.Until until
        ? (Integer) (plan.trials() / until.min() * until.max())
        : null;
  }

  /** Behind all that would be served before it. */
  private static Views.@Nullable Eta eta(Sweep sweep, Plan plan, Pace pace, LiveView live) {
    Load before = live.ahead(sweep.terms().priority());
    // A trial of several slots keeps as many from working.
    Load fresh = plan.fresh().times(sweep.terms().resources().slots());
    Load load = plan.left() == 0 ? Load.NONE : before.and(fresh);
    return Forecast.of(load, pace.speed(), live.workingSlots()).map(Showing::eta).orElse(null);
  }
}
