package cbd.coordinator.actor;

import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told, one word per call. */
final class CountingObserver implements CoordinatorObserver {
  private final List<String> told = new CopyOnWriteArrayList<>();

  long times(String word) {
    return told.stream().filter(word::equals).count();
  }

  @Override
  public void termBegan(long term) {
    told.add("term " + term);
  }

  @Override
  public void leaseGranted() {
    told.add("granted");
  }

  @Override
  public void leaseExpired() {
    told.add("expired");
  }

  @Override
  public void epochRecorded(TrialSpec spec, EpochMetrics metrics) {
    told.add("epoch " + metrics.epoch());
  }

  @Override
  public void trialSucceeded(TrialSpec spec, TrialResult result) {
    told.add("succeeded");
  }

  @Override
  public void attemptFailed(Failure failure) {
    told.add("failed " + failure);
  }

  @Override
  public void staleMessage(String message) {
    told.add("stale " + message);
  }

  @Override
  public void duplicateMessage(String message) {
    told.add("duplicate " + message);
  }

  @Override
  public void registrationRefused() {
    told.add("refused");
  }

  @Override
  public void storeWritten(Duration took) {
    told.add("written");
  }

  @Override
  public void storeFailed() {
    told.add("write failed");
  }

  @Override
  public void standing(LiveView view) {
    told.add("standing");
  }
}
