package cbd.coordinator.actor;

import cbd.domain.EpochMetrics;
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
import org.jspecify.annotations.Nullable;

/**
 * What the active coordinator has in mind at one moment: copies, safe to keep and to send to another
 * thread.
 *
 * @param term of office, from 1
 * @param trials how many trials stand in each state; every state has an entry
 * @param slots how many slots are in each state; every state has an entry
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
    boolean storeAvailable) {

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
   */
  public record Sweep(SweepId id, String name, Map<TrialState, Integer> trials) {}

  /**
   * One attempt under way.
   *
   * @param sweeps those that the trial belongs to
   * @param lease fencing token
   * @param since when the lease was granted, by this coordinator's clock; after a restart of the
   *     coordinator when it learned of it
   * @param progress the last one heard, or null
   * @param last the last epoch's measurement, or null before the first
   */
  public record Running(
      TrialId trial,
      TrialSpec spec,
      int attempt,
      int maxAttempts,
      long lease,
      SlotId slot,
      Instant since,
      Instant leaseExpires,
      @Nullable Progress progress,
      @Nullable EpochMetrics last) {}

  /** One worker. */
  public record Worker(
      WorkerId id, String host, String version, boolean lost, Instant lastHeard, List<Slot> slots) {}

  /**
   * One slot of a worker.
   *
   * @param trial what runs in it, or null
   */
  public record Slot(int index, String device, SlotState state, @Nullable TrialId trial) {}
}
