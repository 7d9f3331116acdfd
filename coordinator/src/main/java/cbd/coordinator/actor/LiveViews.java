package cbd.coordinator.actor;

import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.coordinator.schedule.Hold;
import cbd.coordinator.schedule.Pausing;
import cbd.coordinator.schedule.RunningTrial;
import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.schedule.WorkerView;
import cbd.domain.Lease;
import cbd.domain.Resources;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.text.Words;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes pictures of the ledger. */
final class LiveViews {
  private final Ledger ledger;
  private final long term;

  LiveViews(Ledger ledger, long term) {
    this.ledger = ledger;
    this.term = term;
  }

  /** The picture now. */
  LiveView take(Instant now, StoreHealth store) {
    List<RunningTrial> running = ledger.state().running();
    Map<LiveView.SlotState, Integer> slots = new EnumMap<>(LiveView.SlotState.class);
    ledger.state().slots().forEach((state, count) -> slots.put(slot(state.name()), count));
    Speed speed = ledger.paces().speed();
    List<LiveView.Worker> workers =
        ledger.state().workers().stream().map(LiveViews::worker).toList();
    Map<Resources, Boolean> known = new HashMap<>();
    Map<Resources, Integer> queued = ledger.state().queued();
    Predicate<Resources> fits =
        needs -> known.computeIfAbsent(needs, some -> Misfit.of(workers, some).isEmpty());
    Map<SweepId, Load> loads = ledger.loads(running, fits);
    return new LiveView(
        term,
        now,
        ledger.state().counts(),
        slots,
        queued.entrySet().stream()
            .filter(line -> fits.test(line.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum(),
        sweeps(loads, speed, working(slots), stuck(queued, workers)),
        running.stream().map(this::running).toList(),
        workers,
        ahead(loads),
        speed,
        store.isAvailable(),
        store.trouble(now).orElse(null));
  }

  /** Loads come in the order of service, each with all before it: a priority's last one counts. */
  private Map<Integer, Load> ahead(Map<SweepId, Load> loads) {
    Map<Integer, Load> ahead = new HashMap<>();
    loads.forEach(
        (sweep, load) ->
            ahead.put(ledger.sweeps().find(sweep).orElseThrow().terms().priority(), load));
    return ahead;
  }

  private static int working(Map<LiveView.SlotState, Integer> slots) {
    return slots.getOrDefault(LiveView.SlotState.IDLE, 0)
        + slots.getOrDefault(LiveView.SlotState.LEASED, 0);
  }

  private static LiveView.SlotState slot(String name) {
    return LiveView.SlotState.valueOf(name);
  }

  private List<LiveView.Sweep> sweeps(
      Map<SweepId, Load> loads, Speed speed, int slots, Map<Resources, String> stuck) {
    return ledger.sweeps().all().stream()
        .map(
            sweep -> {
              String misfit = misfit(sweep, stuck);
              Load left = loads.getOrDefault(sweep.id(), Load.NONE);
              return new LiveView.Sweep(
                  sweep.id(),
                  sweep.name(),
                  sweep.counts(),
                  misfit == null ? forecast(sweep.counts(), left, speed, slots) : null,
                  misfit);
            })
        .toList();
  }

  /**
   * When a sweep ends; null when nobody can tell, or it stands still with what is paused.
   *
   * @param left of it, and of all that is served before it
   */
  static @Nullable Forecast forecast(
      Map<TrialState, Integer> trials, Load left, Speed speed, int slots) {
    boolean goesOn =
        trials.entrySet().stream().anyMatch(of -> of.getValue() > 0 && Backlog.counts(of.getKey()));
    return goesOn ? Forecast.of(left, speed, slots).orElse(null) : null;
  }

  /** Why trials wait for which there are no slots at all, by what they need. */
  private static Map<Resources, String> stuck(
      Map<Resources, Integer> queued, List<LiveView.Worker> workers) {
    Map<Resources, String> stuck = new HashMap<>();
    for (Resources needs : queued.keySet()) {
      Misfit.of(workers, needs).ifPresent(why -> stuck.put(needs, why));
    }
    return stuck;
  }

  private static @Nullable String misfit(Sweeps.Entry sweep, Map<Resources, String> stuck) {
    return sweep.count(TrialState.QUEUED) > 0 ? stuck.get(sweep.terms().resources()) : null;
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
        trial.lastEpoch().orElse(null),
        ledger.state().standing(id).filter(at -> at.caveats().pausing() != Pausing.NO).isPresent());
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
                        slot.index(),
                        slot.device(),
                        slot.memory(),
                        slot(slot.state().name()),
                        trial(slot),
                        slot.lease().filter(it -> it.slot().index() != slot.index()).isPresent(),
                        slot.hold().map(LiveViews::words).orElse(null)))
            .toList(),
        view.hold().map(hold -> Words.of(hold.kind())).orElse(null),
        view.hold()
            .map(Hold::reason)
            .or(() -> Optional.of(view.trouble()).filter(trouble -> !trouble.isEmpty()))
            .orElse(null));
  }

  private static String words(Hold hold) {
    return hold.reason() + "; a probe is due at " + hold.probeAt();
  }

  private static @Nullable TrialId trial(WorkerView.Slot slot) {
    return slot.lease().map(Lease::trial).orElse(null);
  }
}
