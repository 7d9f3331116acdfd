package cbd.coordinator.actor;

import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.domain.EpochMetrics;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.Resources;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the active coordinator has in mind at one moment: copies, safe to keep and to hand to
 * another thread.
 *
 * @param term of office, from 1
 * @param trials how many trials stand in each state; every state has an entry
 * @param slots how many slots are in each state; every state has an entry
 * @param queueLength trials that wait for a slot, if there are any that would do for them
 * @param sweeps in the order of acceptance
 * @param running by slot
 * @param workers by name
 * @param ahead by priority of unfinished sweeps: all that is left of those that have it or a higher
 *     one, in multiply-adds
 * @param speed what was observed of it
 * @param storeAvailable whether the last write to the store succeeded
 * @param storeTrouble why nothing new is decided or confirmed, for people; null when all is well
 */
public record LiveView(
    long term,
    Instant at,
    Map<TrialState, Integer> trials,
    Map<SlotState, Integer> slots,
    int queueLength,
    List<Sweep> sweeps,
    List<Running> running,
    List<Worker> workers,
    Map<Integer, Load> ahead,
    Speed speed,
    boolean storeAvailable,
    @Nullable String storeTrouble) {
  public LiveView {
    trials = Map.copyOf(trials);
    slots = Map.copyOf(slots);
    sweeps = List.copyOf(sweeps);
    running = List.copyOf(running);
    workers = List.copyOf(workers);
    ahead = Map.copyOf(ahead);
  }

  /** All that is served before a new sweep of a priority: what has it already, or a higher one. */
  public Load ahead(int priority) {
    return ahead.entrySet().stream()
        .filter(entry -> entry.getKey() >= priority)
        .min(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .orElse(Load.NONE);
  }

  /**
   * Why no slots in service, free or not, have what a trial needs, such as {@code no slot has 6
   * GiB; the largest has 4 GiB (worker w1, gpu:0)}; empty when some do.
   */
  public Optional<String> misfit(Resources needs) {
    return Misfit.of(workers, needs);
  }

  /** One sweep; empty when there is none of this id. */
  public Optional<Sweep> sweep(SweepId id) {
    return sweeps.stream().filter(sweep -> sweep.id().equals(id)).findFirst();
  }

  /** Whether no trial is left that will be trained by itself. */
  public boolean isDone() {
    return trials.entrySet().stream()
        .noneMatch(state -> state.getValue() > 0 && Backlog.counts(state.getKey()));
  }

  /** Slots that get work: idle or busy, and heard of. */
  public int workingSlots() {
    return slots.getOrDefault(SlotState.IDLE, 0) + slots.getOrDefault(SlotState.LEASED, 0);
  }

  /** The running attempts of one sweep. */
  public List<Running> running(SweepId id) {
    return running.stream().filter(attempt -> attempt.sweeps().contains(id)).toList();
  }

  /** What a slot does. */
  public enum SlotState {
    /** Waits for work. */
    IDLE,
    /** Runs an attempt. */
    LEASED,
    /** Idle; a person took its worker out of service. */
    CORDONED,
    /** Idle; it failed trial after trial, and gets a probe now and then. */
    QUARANTINED,
    /** Idle; its worker says that it cannot work. */
    UNWILLING,
    /** Its worker was not heard of for too long; it gets no work. */
    LOST
  }

  /**
   * One sweep's progress.
   *
   * @param trials how many of its trials stand in each state; every state has an entry
   * @param forecast when it will be done, or null when nobody can tell yet or it is done
   * @param misfit why trials of it wait for which there are no slots at all, or null
   */
  public record Sweep(
      SweepId id,
      String name,
      Map<TrialState, Integer> trials,
      @Nullable Forecast forecast,
      @Nullable String misfit) {
    public Sweep {
      trials = Map.copyOf(trials);
    }

    /** One whose trials find slots. */
    public Sweep(
        SweepId id, String name, Map<TrialState, Integer> trials, @Nullable Forecast forecast) {
      this(id, name, trials, forecast, null);
    }
  }

  /**
   * One attempt under way.
   *
   * @param sweeps those that the trial belongs to
   * @param lease fencing token
   * @param since when the lease was granted; null when that was before this coordinator's term
   * @param progress the last one heard, or null
   * @param last the last epoch's measurement of this attempt, or null before the first
   * @param pausing whether it will be paused when its lease ends
   */
  public record Running(
      TrialId trial,
      TrialSpec spec,
      List<SweepId> sweeps,
      int attempt,
      int maxAttempts,
      LeaseId lease,
      SlotId slot,
      @Nullable Instant since,
      Instant leaseExpires,
      @Nullable Progress progress,
      @Nullable EpochMetrics last,
      boolean pausing) {
    public Running {
      sweeps = List.copyOf(sweeps);
    }
  }

  /**
   * One worker.
   *
   * @param lost whether it was not heard of for too long, or left the cluster
   * @param hold {@code cordoned}, {@code draining} or {@code draining-now}, or null
   * @param reason why it gets nothing, or null
   */
  public record Worker(
      WorkerId id,
      String host,
      String version,
      boolean lost,
      Instant lastHeard,
      List<Slot> slots,
      @Nullable String hold,
      @Nullable String reason) {
    public Worker {
      slots = List.copyOf(slots);
    }
  }

  /**
   * One slot of a worker.
   *
   * @param index from 0
   * @param device such as {@code cpu} or {@code gpu:0}
   * @param memory in bytes; 0: nobody knows
   * @param trial what runs in it or takes it, or null
   * @param beside whether it stays empty for that trial, which runs in another slot
   * @param reason of its quarantine, or null
   */
  public record Slot(
      int index,
      String device,
      long memory,
      SlotState state,
      @Nullable TrialId trial,
      boolean beside,
      @Nullable String reason) {}
}
