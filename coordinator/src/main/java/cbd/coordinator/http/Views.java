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

  /** Sweeps, the latest first, and the next page's {@code after}; null where none follows. */
  public record SweepList(List<SweepView> sweeps, @Nullable String next) {}

  /**
   * A sweep and how far it is.
   *
   * @param trials how many are in each state; every state is there
   * @param size trials in all
   * @param done trials of which nothing more will come by itself
   * @param priority of two trials that wait, the one with the higher priority is granted first
   * @param repeats by which rule further trials come; null when none do
   * @param stopping by which rule trials are stopped early; null when none are
   * @param resources what each of its trials takes of a worker; null when any slot will do
   * @param live what runs of it now; null in lists, and when no coordinator is active here
   * @param untold notices about it, or about the whole cluster since it was accepted, that nobody
   *     was told of: the latest five; empty in lists
   */
  public record SweepView(
      String id,
      String name,
      String acceptedAt,
      int maxAttempts,
      Map<String, Long> trials,
      long size,
      long done,
      int priority,
      List<String> labels,
      String notes,
      @Nullable RepeatsView repeats,
      @Nullable StoppingView stopping,
      @Nullable ResourcesView resources,
      @Nullable Live live,
      List<NoticeViews.UntoldView> untold) {
    public SweepView {
      untold = untold == null ? List.of() : untold; // An older coordinator does not tell them.
    }
  }

  /**
   * What a trial takes of a worker while it runs.
   *
   * @param slots of one device; it runs in one of them, and the others stay empty
   * @param memory that these have together at least, in bytes; 0: no matter how much
   */
  public record ResourcesView(int slots, long memory) {}

  /**
   * By which rule trials that do badly are stopped early.
   *
   * @param rule median or asha
   * @param asrBelow what the ASR has to be below, a fraction 0..1
   * @param grace the first epoch after which a trial may be stopped
   * @param peers with median: how many others must have been measured; else null
   * @param eta with asha: one of so many goes on; else null
   */
  public record StoppingView(
      String rule, double asrBelow, int grace, @Nullable Integer peers, @Nullable Integer eta) {}

  /**
   * A cell gets further repeats until the half-widths of its confidence intervals are below a
   * bound.
   *
   * @param min repeats that every cell begins with
   * @param max repeats that no cell goes beyond
   * @param ci95 the bound, a fraction 0..1
   */
  public record RepeatsView(int min, int max, double ci95) {}

  /**
   * What only the active coordinator knows.
   *
   * @param slots of all workers that are heard, idle and busy
   * @param eta null when nobody can tell yet or it is done
   * @param storeTrouble why nothing new starts and no result is confirmed, such as a full disk;
   *     null when all is well
   * @param waiting why trials of it wait for which there are no slots at all, such as {@code no
   *     slot has 6 GiB; the largest has 4 GiB (worker w1, gpu:0)}; null when there are some
   */
  public record Live(
      List<RunningView> running,
      int slots,
      @Nullable Eta eta,
      @Nullable String storeTrouble,
      @Nullable String waiting) {
    /** While all is well with the store, and there are slots for all. */
    public Live(List<RunningView> running, int slots, @Nullable Eta eta) {
      this(running, slots, eta, null, null);
    }
  }

  /**
   * The whole picture that one event tells.
   *
   * @param leader whether the active coordinator is in this process; all else is empty when not
   * @param term of office; null when it is not
   * @param store as in {@link Health}
   * @param queueLength trials that could start if a slot were free
   * @param sweeps in the order of acceptance
   */
  public record EventView(
      boolean leader,
      @Nullable Long term,
      String store,
      int queueLength,
      List<SweepProgress> sweeps,
      List<WorkerView> workers) {}

  /**
   * How far a sweep is.
   *
   * @param trials how many are in each state; every state is there
   */
  public record SweepProgress(
      String id, String name, Map<String, Integer> trials, @Nullable Live live) {}

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
   * @param pausing whether it will be paused when its lease ends
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
      @Nullable Map<String, @Nullable Object> lastEpoch,
      boolean pausing) {}

  /**
   * What became of a submitted sweep.
   *
   * @param created false when it was known already
   * @param newTrials trials that no earlier sweep brought
   * @param unfinished of the others, those that failed, were cancelled or stopped early; they stay
   *     so until somebody retries them
   */
  public record SubmittedView(
      String sweep, boolean created, int trials, int newTrials, int unfinished) {}

  /** Trials that a cancel, retry, pause or resume changed, or left since other sweeps hold them. */
  public record ChangedView(int trials, int shared) {}

  /**
   * A worker that was taken out of service or put back.
   *
   * @param changed false when it was so already
   * @param running attempts that it still runs
   */
  public record SteeredView(String worker, boolean changed, int running) {}

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
   * @param attempt the coming one while queued, else the latest; 0 when it was cancelled or stopped
   *     before any
   * @param measuredAttempt which attempt {@code lastEpoch} is of
   * @param reason why its last attempt failed or it was stopped early; null unless failed, cooling
   *     down or stopped
   * @param resources what it takes of a worker when it is granted next; null when any slot will do
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
      @Nullable String reason,
      @Nullable ResourcesView resources) {}

  /**
   * A trial with everything that is known of it.
   *
   * @param picture of what its attack does to test images; null before an attempt has shown it
   * @param waiting why it waits though slots may be free: none has what it needs; null when some
   *     do, when it does not wait, and when no coordinator is active here
   */
  public record TrialDetail(
      TrialView trial,
      List<AttemptView> attempts,
      List<Map<String, @Nullable Object>> epochs,
      List<Map<String, @Nullable Object>> history,
      @Nullable PictureView picture,
      @Nullable String waiting) {}

  /**
   * A picture of test images: a column for each, from top to bottom as it is, with the trigger, and
   * the change around grey.
   *
   * @param digest SHA-256 of the file at {@code /trials/ID/pictures}
   * @param images columns
   * @param gain factor on the change
   */
  public record PictureView(String digest, int images, int gain) {}

  /**
   * Some lines of the log of one of a trial's attempts, free of control characters.
   *
   * @param trialState as in {@link TrialView}
   * @param attempt null when the trial has none yet; then there is nothing else
   * @param attemptState such as running or failed
   * @param text whole lines, each with its line break; of an attempt that is over also the last one
   *     without
   * @param skipped bytes before {@code text} that nobody has any more, since what was read before
   * @param next where to read on, in bytes of the log
   * @param over whether the attempt has ended and this was the end of its log
   * @param nextAttempt the one that followed; null when none has yet
   * @param trouble why the log, or more of it, cannot be had; null when all is well
   */
  public record LogView(
      String trial,
      String trialState,
      @Nullable Integer attempt,
      @Nullable String slot,
      @Nullable String attemptState,
      String text,
      long skipped,
      long next,
      boolean over,
      @Nullable Integer nextAttempt,
      @Nullable String trouble) {}

  /**
   * Curves of a page of a sweep's trials in grid order.
   *
   * @param curves of those of which anything was measured
   * @param next the {@code after} of the next page; null on the last
   */
  public record CurvePage(List<CurveView> curves, @Nullable Long next) {}

  /**
   * What was measured of a trial, epoch by epoch.
   *
   * @param index in grid order from 0
   * @param attempt the latest that measured anything; one that went on from a checkpoint tells the
   *     epochs before it again
   * @param metrics of each of its epochs, in the order of training
   */
  public record CurveView(
      String trial,
      long index,
      Map<String, @Nullable Object> spec,
      int attempt,
      List<Map<String, @Nullable Object>> metrics) {}

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
   * @param stopped trials that were stopped early
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
      int stopped,
      int open,
      Statistic cleanAccuracy,
      Statistic cleanAccuracyNonTarget,
      Statistic attackSuccessRate,
      Statistic robustAccuracy,
      Statistic defenseEffectiveness,
      List<String> marks) {}

  /** All workers that are known. */
  public record WorkerList(List<WorkerView> workers) {}

  /**
   * One worker.
   *
   * @param hold cordoned, draining or draining-now; null: in service
   * @param reason why nothing is granted to it, by a person's wish or by its own word; null
   *     otherwise
   */
  public record WorkerView(
      String id,
      String host,
      String version,
      boolean lost,
      String lastHeard,
      List<SlotView> slots,
      @Nullable String hold,
      @Nullable String reason) {}

  /**
   * One slot.
   *
   * @param state idle, leased, cordoned, quarantined, unwilling or lost
   * @param memory its share of the device's, or for a CPU of the machine's, in bytes; null when
   *     nobody knows
   * @param trial what runs in it or takes it, or null
   * @param beside whether it stays empty for that trial, which runs in another slot
   * @param reason of its quarantine, or null
   */
  public record SlotView(
      int index,
      String device,
      @Nullable Long memory,
      String state,
      @Nullable String trial,
      boolean beside,
      @Nullable String reason) {}

  /**
   * Whether this process serves, by itself or by passing on what it is asked. Strangers are told
   * the first three alone; the rest is null.
   *
   * @param status {@code up} when all is well, else {@code degraded}
   * @param leader whether the active coordinator is in this process
   * @param term of the active coordinator; null when none answers
   * @param store {@code available}, {@code unavailable}, or {@code unknown} when nobody is active
   * @param storeTrouble what is wrong with the store; null when nothing is
   * @param active where the active coordinator is asked, when that is another process
   * @param version of the cbd that answers
   */
  public record Health(
      String status,
      boolean leader,
      @Nullable Long term,
      @Nullable String store,
      @Nullable String storeTrouble,
      @Nullable String active,
      @Nullable String version) {}
}
