package cbd.coordinator.store;

import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import java.util.List;

/**
 * Everything a starting coordinator needs to go on where the last one ended.
 *
 * @param standings of all trials, in the order of the queue
 * @param nextLeaseId one more than the highest lease ever granted, from 1
 * @param sweeps in the order of acceptance
 */
public record StoredState(
    List<TrialStanding> standings, long nextLeaseId, List<StoredSweep> sweeps) {
  public StoredState {
    standings = List.copyOf(standings);
    sweeps = List.copyOf(sweeps);
  }

  /**
   * A sweep and its trials.
   *
   * @param maxAttempts how often each of its new trials may be tried
   * @param trials in grid order; a trial may belong to several sweeps
   */
  public record StoredSweep(SweepId id, String name, int maxAttempts, List<TrialId> trials) {
    public StoredSweep {
      trials = List.copyOf(trials);
    }
  }
}
