package cbd.coordinator.actor;

import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.TrialWork;
import cbd.coordinator.schedule.RunningTrial;
import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.schedule.WorkerView;
import cbd.domain.Lease;
import cbd.domain.Progress;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes pictures of the ledger. */
final class LiveViews {
  private final Ledger ledger;
  private final long term;

  LiveViews(Ledger ledger, long term) {
    this.ledger = ledger;
    this.term = term;
  }

  /**
   * The picture now.
   *
   * @param foretell whether to say when each sweep will be done, which costs a walk over all
   *     unfinished trials
   */
  LiveView take(Instant now, boolean storeAvailable, boolean foretell) {
    List<RunningTrial> running = ledger.state().running();
    Map<LiveView.SlotState, Integer> slots = new EnumMap<>(LiveView.SlotState.class);
    ledger.state().slots().forEach((state, count) -> slots.put(slot(state.name()), count));
    return new LiveView(
        term,
        now,
        ledger.state().counts(),
        slots,
        ledger.state().queueLength(),
        sweeps(foretell ? forecasts(running, slots) : Map.of()),
        running.stream().map(this::running).toList(),
        ledger.state().workers().stream().map(LiveViews::worker).toList(),
        storeAvailable);
  }

  private static LiveView.SlotState slot(String name) {
    return LiveView.SlotState.valueOf(name);
  }

  private List<LiveView.Sweep> sweeps(Map<Sweeps.Entry, Forecast> forecasts) {
    return ledger.sweeps().all().stream()
        .map(
            sweep ->
                new LiveView.Sweep(sweep.id(), sweep.name(), sweep.counts(), forecasts.get(sweep)))
        .toList();
  }

  /** Sweeps are served in the order of acceptance: each one waits for all before it. */
  private Map<Sweeps.Entry, Forecast> forecasts(
      List<RunningTrial> running, Map<LiveView.SlotState, Integer> slots) {
    int working =
        slots.getOrDefault(LiveView.SlotState.IDLE, 0)
            + slots.getOrDefault(LiveView.SlotState.LEASED, 0);
    Map<TrialId, Double> done = new HashMap<>();
    for (RunningTrial trial : running) {
      done.put(trial.trial().id(), trial.progress().map(Progress::done).orElse(0.0));
    }
    List<Double> rates = ledger.paces().rates();
    List<Double> left = new ArrayList<>();
    Set<TrialId> counted = new HashSet<>();
    Map<Sweeps.Entry, Forecast> forecasts = new HashMap<>();
    for (Sweeps.Entry sweep : ledger.sweeps().all()) {
      if (sweep.isUnfinished()) {
        sweep.trials().stream()
            .filter(counted::add)
            .flatMap(trial -> ledger.state().standing(trial).stream())
            .filter(at -> !at.state().isTerminal())
            .forEach(at -> left.add(left(at, done)));
        Forecast.of(left, rates, working).ifPresent(forecast -> forecasts.put(sweep, forecast));
      }
    }
    return forecasts;
  }

  private static double left(TrialStanding at, Map<TrialId, Double> done) {
    double share = at.state() == TrialState.LEASED ? done.getOrDefault(at.trial().id(), 0.0) : 0.0;
    return TrialWork.of(at.trial().spec()) * (1 - share);
  }

  private LiveView.Running running(RunningTrial trial) {
    Lease lease = trial.lease();
    TrialId id = trial.trial().id();
    return new LiveView.Running(
        id,
        trial.trial().spec(),
        ledger.sweeps().holding(id).stream().map(Sweeps.Entry::id).toList(),
        lease.attempt(),
        ledger.state().standing(id).map(TrialStanding::maxAttempts).orElse(lease.attempt()),
        lease.id(),
        lease.slot(),
        ledger.paces().grantedAt(lease.id()).orElse(null),
        lease.expiresAt(),
        trial.progress().orElse(null),
        trial.lastEpoch().orElse(null));
  }

  private static LiveView.Worker worker(WorkerView view) {
    return new LiveView.Worker(
        view.worker().id(),
        view.worker().host(),
        view.worker().version(),
        view.lost(),
        view.lastPulse(),
        view.slots().stream()
            .map(
                slot ->
                    new LiveView.Slot(
                        slot.index(), slot.device(), slot(slot.state().name()), trial(slot)))
            .toList());
  }

  private static @Nullable TrialId trial(WorkerView.Slot slot) {
    return slot.lease().map(Lease::trial).orElse(null);
  }
}
