package cbd.coordinator.actor;

import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.Scores;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.metrics.LostLetters;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Hears what happens in the coordinator, so that it can be counted. Facts about trials are told
 * when the store has them, never before.
 *
 * <p>Called on the actor's thread: must not block, and must be safe to read from others.
 */
public interface CoordinatorObserver extends LostLetters.Listener {

  /**
   * Members that are alike.
   *
   * @param role coordinator or worker
   * @param status Akka's, such as {@code up}, or {@code unreachable}
   */
  record MemberKind(String role, String status) {}

  /** Members came, went or cannot be reached; kinds without a member are left out. */
  void membersChanged(Map<MemberKind, Integer> counts);

  /** This process became the active coordinator. */
  void termBegan(long term);

  /**
   * A trial that had its result when the term began.
   *
   * @param scores of its final network
   */
  record Finished(TrialSpec spec, Scores scores) {}

  /** What earlier terms have left, in the order of acceptance. */
  void resultsFound(Collection<Finished> results);

  /** It is not the active one any more, or starts over. */
  void termEnded();

  void leaseGranted();

  void leaseExpired();

  /**
   * A lease came back that counts for nothing.
   *
   * @param how such as {@code worker-left}
   */
  void leaseReturned(String how);

  /**
   * The order to begin a trial's first attempt was sent.
   *
   * @param waited since it waited and the slot was free for it
   */
  void orderSent(TrialId trial, Duration waited);

  /**
   * An attempt that was under way is over.
   *
   * @param outcome succeeded, failed, expired, returned, cancelled or stopped early
   * @param device kind of the slot's: {@code cpu} or {@code gpu}, or {@code other}: not known
   * @param slots that it kept, at least 1
   * @param took since its lease was granted
   * @param inThisTerm whether that was in this term of office; else it is since the term began or
   *     the lease was revived
   */
  record Ended(
      TrialId trial, String outcome, String device, int slots, Duration took, boolean inThisTerm) {}

  void attemptEnded(Ended ended);

  /** A worker was silent for too long, or its node was removed. */
  void workerLost();

  void slotQuarantined();

  void epochRecorded(Trial trial, EpochMetrics metrics);

  void trialSucceeded(TrialSpec spec, TrialResult result);

  void attemptFailed(Failure failure);

  /** A report under a lease that is not current was turned away. */
  void staleMessage(String message);

  /** A report came again that the store already has. */
  void duplicateMessage(String message);

  /**
   * What a worker said is impossible.
   *
   * @param reason {@code never-granted}: the lease; {@code undecodable}: it is no message
   */
  void reportRejected(String reason);

  void registrationRefused();

  /** One transaction was committed. */
  void storeWritten(Duration took);

  /** One transaction could not be written and will be tried again. */
  void storeFailed();

  /** Where everything stands now; told about once a second. */
  void standing(LiveView view);

  /**
   * What is not seen in a {@link LiveView}.
   *
   * @param oldestWaiting since when the trial that has waited longest in the queue has, by now;
   *     zero: none waits
   * @param longestSilence of the running attempts that of the one which has not told of progress
   *     for longest; zero: none runs
   * @param eventsWaiting decided and not in the store yet
   * @param clockSkew between this clock and that of the worker whose differs most, either way
   */
  record Vitals(
      Duration oldestWaiting, Duration longestSilence, int eventsWaiting, Duration clockSkew) {}

  /** As often as {@link #standing}. */
  void vitals(Vitals vitals);

  /** Where to ask how many messages wait for the coordinator's actor; replaces the one before. */
  void mailbox(IntSupplier waiting);
}
