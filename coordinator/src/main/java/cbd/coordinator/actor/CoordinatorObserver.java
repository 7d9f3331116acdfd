package cbd.coordinator.actor;

import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import java.time.Duration;

/**
 * Hears what happens in the coordinator, so that it can be counted. Facts about trials are told
 * when the store has them, never before.
 *
 * <p>Called on the actor's thread: must not block, and must be safe to read from others.
 */
public interface CoordinatorObserver {

  /** This process became the active coordinator. */
  void termBegan(long term);

  void leaseGranted();

  void leaseExpired();

  void epochRecorded(TrialSpec spec, EpochMetrics metrics);

  void trialSucceeded(TrialSpec spec, TrialResult result);

  void attemptFailed(Failure failure);

  /** A report under a lease that is not current was turned away. */
  void staleMessage(String message);

  /** A report came again that the store already has. */
  void duplicateMessage(String message);

  void registrationRefused();

  /** One transaction was committed. */
  void storeWritten(Duration took);

  /** One transaction could not be written and will be tried again. */
  void storeFailed();

  /** Where everything stands now; told about once a second. */
  void standing(LiveView view);
}
