package cbd.coordinator.actor;

import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/** Keeps what it is told, one word per call. */
final class CountingObserver implements CoordinatorObserver {
  private final List<String> told = new CopyOnWriteArrayList<>();

  private volatile Vitals latest = new Vitals(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

  /** The last that were told. */
  Vitals latest() {
    return latest;
  }

  long times(String word) {
    return told.stream().filter(word::equals).count();
  }

  @Override
  public void membersChanged(Map<MemberKind, Integer> counts) {
    told.add("members " + counts);
  }

  @Override
  public void termEnded() {
    told.add("term ended");
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
  public void leaseReturned(String how) {
    told.add("returned " + how);
  }

  @Override
  public void slotQuarantined() {
    told.add("quarantined");
  }

  @Override
  public void resultsFound(Collection<Finished> results) {
    told.add("results " + results.size());
  }

  @Override
  public void orderSent(TrialId trial, Duration waited) {
    told.add("sent after " + waited.toMillis());
  }

  @Override
  public void attemptEnded(Ended ended) {
    told.add(ended.outcome() + " on " + ended.device() + " after " + ended.took().toSeconds());
  }

  @Override
  public void workerLost() {
    told.add("worker lost");
  }

  @Override
  public void reportRejected(String reason) {
    told.add("rejected " + reason);
  }

  @Override
  public void vitals(Vitals vitals) {
    latest = vitals;
  }

  @Override
  public void mailbox(IntSupplier waiting) {
    told.add("mailbox");
  }

  @Override
  public void letterLost(String kind) {
    told.add("lost " + kind);
  }

  @Override
  public void linkSevered() {
    told.add("severed");
  }

  @Override
  public void epochRecorded(Trial trial, EpochMetrics metrics) {
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
