package cbd.coordinator.actor;

import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.coordinator.schedule.RunningTrial;
import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.schedule.WorkerView;
import cbd.domain.Lease;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    Speed speed = ledger.paces().speed();
    Map<Sweeps.Entry, Load> loads = foretell ? loads(running) : Map.of();
    return new LiveView(
        term,
        now,
        ledger.state().counts(),
        slots,
        ledger.state().queueLength(),
        sweeps(loads, speed, working(slots)),
        running.stream().map(this::running).toList(),
        ledger.state().workers().stream().map(LiveViews::worker).toList(),
        loads.values().stream().reduce((earlier, later) -> later).orElse(Load.NONE),
        speed,
        storeAvailable);
  }

  private static int working(Map<LiveView.SlotState, Integer> slots) {
    return slots.getOrDefault(LiveView.SlotState.IDLE, 0)
        + slots.getOrDefault(LiveView.SlotState.LEASED, 0);
  }

  private static LiveView.SlotState slot(String name) {
    return LiveView.SlotState.valueOf(name);
  }

  private List<LiveView.Sweep> sweeps(Map<Sweeps.Entry, Load> loads, Speed speed, int slots) {
    return ledger.sweeps().all().stream()
        .map(
            sweep ->
                new LiveView.Sweep(
                    sweep.id(),
                    sweep.name(),
                    sweep.counts(),
                    Forecast.of(loads.getOrDefault(sweep, Load.NONE), speed, slots).orElse(null)))
        .toList();
  }

  /**
   * What is left until each unfinished sweep is done. Sweeps are served in the order of acceptance:
   * each one waits for all before it.
   */
  private Map<Sweeps.Entry, Load> loads(List<RunningTrial> running) {
    Map<TrialId, Double> done = new HashMap<>();
    for (RunningTrial trial : running) {
      trial.progress().ifPresent(progress -> done.put(trial.trial().id(), progress.done()));
    }
    Load left = Load.NONE;
    Set<TrialId> counted = new HashSet<>();
    Map<Sweeps.Entry, Load> loads = new LinkedHashMap<>();
    for (Sweeps.Entry sweep : ledger.sweeps().all()) {
      if (sweep.isUnfinished()) {
        for (TrialId trial : sweep.trials()) {
          if (counted.add(trial)) {
            left = left.and(left(ledger.state().standing(trial).orElseThrow(), done.get(trial)));
          }
        }
        loads.put(sweep, left);
      }
    }
    return loads;
  }

  private static Load left(TrialStanding at, @Nullable Double done) {
    if (at.state().isTerminal()) {
      return Load.NONE;
    }
    double work = Ledger.work(at);
    return at.state() == TrialState.LEASED && done != null
        ? Load.NONE.andRunning(work * (1 - done))
        : Load.NONE.andWaiting(work);
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
