package cbd.coordinator.actor;

import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.forecast.Load;
import cbd.coordinator.forecast.Speed;
import cbd.domain.EpochMetrics;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
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
 * @param queueLength trials that could start if a slot were free
 * @param sweeps in the order of acceptance
 * @param running by slot
 * @param workers by name
 * @param ahead all that is left of all sweeps, in multiply-adds
 * @param speed what was observed of it
 * @param storeAvailable whether the last write to the store succeeded
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
    Load ahead,
    Speed speed,
    boolean storeAvailable) {
  public LiveView {
    trials = Map.copyOf(trials);
    slots = Map.copyOf(slots);
    sweeps = List.copyOf(sweeps);
    running = List.copyOf(running);
    workers = List.copyOf(workers);
  }

  /** One sweep; empty when there is none of this id. */
  public Optional<Sweep> sweep(SweepId id) {
    return sweeps.stream().filter(sweep -> sweep.id().equals(id)).findFirst();
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
    /** Its worker was not heard of for too long; it gets no work. */
    LOST
  }

  /**
   * One sweep's progress.
   *
   * @param trials how many of its trials stand in each state; every state has an entry
   * @param forecast when it will be done, or null when nobody can tell yet or it is done
   */
  public record Sweep(
      SweepId id, String name, Map<TrialState, Integer> trials, @Nullable Forecast forecast) {
    public Sweep {
      trials = Map.copyOf(trials);
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
      @Nullable EpochMetrics last) {
    public Running {
      sweeps = List.copyOf(sweeps);
    }
  }

  /**
   * One worker.
   *
   * @param lost whether it was not heard of for too long, or left the cluster
   */
  public record Worker(
      WorkerId id, String host, String version, boolean lost, Instant lastHeard, List<Slot> slots) {
    public Worker {
      slots = List.copyOf(slots);
    }
  }

  /**
   * One slot of a worker.
   *
   * @param index from 0
   * @param device such as {@code cpu} or {@code gpu:0}
   * @param trial what runs in it, or null
   */
  public record Slot(int index, String device, SlotState state, @Nullable TrialId trial) {}
}
