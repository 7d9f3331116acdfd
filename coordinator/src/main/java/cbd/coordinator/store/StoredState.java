package cbd.coordinator.store;

import cbd.coordinator.schedule.Hold;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.TrialId;
import java.util.Collections;
import java.util.List;

/**
 * Everything a starting coordinator needs to go on where the last one ended.
 *
 * @param standings of all trials, in the order of the queue
 * @param nextLeaseId higher than every lease ever granted, from 1
 * @param sweeps in the order of acceptance
 * @param holds workers and slots to which nothing is granted
 * @param epochs of the final phase of those trials that a sweep with a rule for early stopping
 *     holds, recorded since the first such sweep got them, in the order of recording
 */
public record StoredState(
    List<TrialStanding> standings,
    long nextLeaseId,
    List<StoredSweep> sweeps,
    List<Hold> holds,
    List<StoredEpoch> epochs) {
  public StoredState {
    standings = List.copyOf(standings);
    sweeps = List.copyOf(sweeps);
    holds = List.copyOf(holds);
    epochs = Collections.unmodifiableList(epochs); // Not copied: there may be millions.
  }

  /**
   * The same, with numbers that no lease gets.
   *
   * @param leases how many, from 0
   */
  public StoredState leavingOut(long leases) {
    return new StoredState(standings, nextLeaseId + leases, sweeps, holds, epochs);
  }

  /**
   * What was recorded of a trial after one epoch of its final phase. There may be millions of them:
   * no more of each than it is judged by.
   *
   * @param epoch from 1
   * @param ca clean accuracy, a fraction 0..1
   * @param asr attack success rate, a fraction 0..1
   */
  public record StoredEpoch(TrialId trial, int epoch, double ca, double asr) {}

  /**
   * A sweep and its trials.
   *
   * @param maxAttempts how often each of its new trials may be tried
   * @param terms on which it is served and shown
   * @param trials in grid order; a trial may belong to several sweeps
   */
  public record StoredSweep(
      SweepId id, String name, int maxAttempts, SweepTerms terms, List<TrialId> trials) {
    public StoredSweep {
      trials = List.copyOf(trials);
    }
  }
}
