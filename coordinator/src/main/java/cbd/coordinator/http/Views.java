package cbd.coordinator.http;

import cbd.coordinator.leaderboard.Statistic;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the API's answers; identities and times (ISO 8601, UTC) are texts, constants their
 * words, so that any JSON reader reads them back. Scores are fractions 0..1.
 */
public final class Views {
  private Views() {}

  /** All sweeps, the latest first. */
  public record SweepList(List<SweepView> sweeps) {}

  /**
   * A sweep and how far it is.
   *
   * @param trials how many are in each state; every state is there
   * @param size trials in all
   * @param done trials of which nothing more will come by itself
   * @param live what runs of it now; null in lists, and when no coordinator is active here
   */
  public record SweepView(
      String id,
      String name,
      String acceptedAt,
      int maxAttempts,
      Map<String, Long> trials,
      long size,
      long done,
      @Nullable Live live) {}

  /**
   * What only the active coordinator knows.
   *
   * @param slots of all workers that are heard, idle and busy
   * @param eta null when nobody can tell yet or it is done
   */
  public record Live(List<RunningView> running, int slots, @Nullable Eta eta) {}

  /** Seconds from now until a sweep is done, with a range. */
  public record Eta(double seconds, double lowSeconds, double highSeconds) {}

  /**
   * An attempt under way.
   *
   * @param slot such as {@code worker-1/0}
   * @param since null when it was granted before this coordinator's term
   * @param progress phase, epoch, epochs, step, steps, done (share 0..1); null before the first
   *     word
   * @param lastEpoch the last measurement of this attempt; null before the first
   */
  public record RunningView(
      String trial,
      Map<String, @Nullable Object> spec,
      int attempt,
      int maxAttempts,
      long lease,
      String slot,
      @Nullable String since,
      String leaseExpires,
      @Nullable Map<String, @Nullable Object> progress,
      @Nullable Map<String, @Nullable Object> lastEpoch) {}

  /**
   * What became of a submitted sweep.
   *
   * @param created false when it was known already
   * @param newTrials trials that no earlier sweep brought
   */
  public record SubmittedView(String sweep, boolean created, int trials, int newTrials) {}

  /** How many trials a cancel or retry has changed. */
  public record ChangedView(int trials) {}

  /**
   * A page of a sweep's trials in grid order.
   *
   * @param next the {@code after} of the next page; null on the last
   */
  public record TrialPage(List<TrialView> trials, @Nullable Long next) {}

  /**
   * A trial as the store has it.
   *
   * @param index in grid order from 0, in a sweep's page; else in the order of all trials
   * @param slot where it runs; null when it does not
   * @param attempt the coming one while queued, else the latest; 0 when it was cancelled before any
   * @param measuredAttempt which attempt {@code lastEpoch} is of
   * @param reason why its last attempt failed; null unless failed or cooling down
   */
  public record TrialView(
      String id,
      long index,
      String state,
      int attempt,
      int maxAttempts,
      @Nullable String slot,
      String updatedAt,
      Map<String, @Nullable Object> spec,
      @Nullable Map<String, @Nullable Object> lastEpoch,
      @Nullable Integer measuredAttempt,
      @Nullable Map<String, @Nullable Object> result,
      @Nullable String reason) {}

  /** A trial with everything that is known of it. */
  public record TrialDetail(
      TrialView trial,
      List<AttemptView> attempts,
      List<Map<String, @Nullable Object>> epochs,
      List<Map<String, @Nullable Object>> history) {}

  /** One attempt. */
  public record AttemptView(
      int attempt,
      long lease,
      String slot,
      String state,
      String grantedAt,
      @Nullable String endedAt,
      @Nullable String failure,
      @Nullable String message,
      @Nullable String detail) {}

  /**
   * A sweep's leaderboard.
   *
   * @param rules what the figures are, how rows are ranked, when they get the marks that occur
   */
  public record LeaderboardView(String sweep, List<RowView> rows, List<String> rules) {}

  /**
   * One cell: the trials that differ in their repeat alone.
   *
   * @param settings those that differ between rows and have no column, such as {@code t1=4}
   * @param rank from 1; null for the undefended reference and without results
   * @param n seeds with a result
   * @param total trials of the cell
   * @param open trials that are not over yet
   * @param cleanAccuracyNonTarget CA over the classes that count for ASR
   * @param defenseEffectiveness DER; its n may be smaller, for it needs the undefended twin
   * @param marks reasons for doubt, in words
   */
  public record RowView(
      String dataset,
      String model,
      String attack,
      double poisonRate,
      String defense,
      String settings,
      @Nullable Integer rank,
      int n,
      int total,
      int failed,
      int cancelled,
      int open,
      Statistic cleanAccuracy,
      Statistic cleanAccuracyNonTarget,
      Statistic attackSuccessRate,
      Statistic robustAccuracy,
      Statistic defenseEffectiveness,
      List<String> marks) {}

  /**
   * What a sweep would take; nothing of it was started.
   *
   * @param cells combinations of axis values
   * @param trials of them that differ
   * @param known trials that an earlier sweep brought, by state; null when nobody was asked
   * @param left trials to train: neither finished nor failed nor cancelled
   * @param sizesAssumed whether a data set's images are counted only where they lie
   * @param slots that would work on it; null, as is {@code eta}, without an active coordinator
   */
  public record PlanView(
      String sweep,
      int cells,
      int trials,
      @Nullable Map<String, Integer> known,
      int left,
      SharedView shared,
      WorkView work,
      DiskView disk,
      boolean sizesAssumed,
      @Nullable Integer slots,
      @Nullable Eta eta) {}

  /**
   * Stages that trials share; each is built once on a machine.
   *
   * @param sharers trials that need a backdoored model
   */
  public record SharedView(int generators, int poisonedSets, int backdooredModels, int sharers) {}

  /**
   * Work of the trials that are left, what they share counted once.
   *
   * @param forwardPasses of an image through the trial's network; a training step counts as three
   * @param imagesPerSecond assumed of each slot: plain training of wrn-16-1 on 32×32 images
   * @param source of that figure: observed, given or orientation
   * @param deviceHours of one slot alone, with a range by the spread of what was observed
   */
  public record WorkView(
      double forwardPasses,
      double multiplyAdds,
      double imagesPerSecond,
      String source,
      double deviceHours,
      double lowDeviceHours,
      double highDeviceHours) {}

  /** Estimated bytes: of the coordinator's store, and of shared stages on each worker. */
  public record DiskView(double storeBytes, double stageBytes) {}

  /** All workers that are known. */
  public record WorkerList(List<WorkerView> workers) {}

  /** One worker. */
  public record WorkerView(
      String id,
      String host,
      String version,
      boolean lost,
      String lastHeard,
      List<SlotView> slots) {}

  /**
   * One slot.
   *
   * @param state idle, leased or lost
   * @param trial what runs in it, or null
   */
  public record SlotView(int index, String device, String state, @Nullable String trial) {}

  /**
   * Whether this process serves.
   *
   * @param status {@code up} when all is well, else {@code degraded}
   * @param leader whether the active coordinator is in this process
   * @param term of office; null when it is not
   * @param store {@code available}, {@code unavailable}, or {@code unknown} when it is not the
   *     leader
   */
  public record Health(String status, boolean leader, @Nullable Long term, String store) {}
}
