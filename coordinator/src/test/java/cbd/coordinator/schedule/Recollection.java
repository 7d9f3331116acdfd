package cbd.coordinator.schedule;

import cbd.domain.TrialState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What a simulated coordinator finds after a crash: what was durable, less what its bug forgets.
 */
final class Recollection {
  private Recollection() {}

  /**
   * The state to go on from.
   *
   * @param durable all events that were written, applied
   */
  static ClusterState of(ClusterState durable, Bug bug, Instant now, SchedulerSettings settings) {
    Collection<TrialStanding> standings = durable.standings();
    if (bug == Bug.FORGETS_LEASES) {
      standings = standings.stream().map(Recollection::leaseForgotten).toList();
    }
    if (bug == Bug.FORGETS_EXCUSES
        || bug == Bug.FORGETS_PAUSES
        || bug == Bug.FORGETS_SLOTS_BESIDE) {
      standings = standings.stream().map(at -> pastForgotten(at, bug)).toList();
    }
    List<Hold> holds = bug == Bug.FORGETS_HOLDS ? List.of() : durable.holds();
    long next = bug == Bug.FORGETS_LEASE_IDS ? forgottenIds(standings) : durable.nextLeaseId();
    return ClusterState.restore(standings, next, holds, now, settings);
  }

  private static TrialStanding pastForgotten(TrialStanding at, Bug bug) {
    boolean unpaused = bug == Bug.FORGETS_PAUSES && at.state() == TrialState.PAUSED;
    int excused = bug == Bug.FORGETS_EXCUSES ? at.caveats().excused() : 0;
    return new TrialStanding(
        at.trial(),
        at.order(),
        unpaused ? TrialState.QUEUED : at.state(),
        at.attempt(),
        at.maxAttempts() - excused,
        at.lease(),
        at.lastSequence(),
        at.notBefore(),
        at.caveats(),
        at.priority(),
        at.scores(),
        at.resources(),
        bug == Bug.FORGETS_SLOTS_BESIDE ? List.of() : at.beside());
  }

  private static TrialStanding leaseForgotten(TrialStanding standing) {
    TrialState state = standing.state() == TrialState.LEASED ? TrialState.QUEUED : standing.state();
    return new TrialStanding(
        standing.trial(),
        standing.order(),
        state,
        standing.attempt(),
        standing.maxAttempts(),
        null,
        0,
        standing.notBefore(),
        standing.caveats(),
        standing.priority(),
        standing.scores(),
        standing.resources(),
        List.of());
  }

  /** As a store would that knows only the leases that run. */
  private static long forgottenIds(Collection<TrialStanding> standings) {
    return standings.stream()
            .filter(standing -> standing.lease() != null)
            .mapToLong(standing -> standing.lease().id().value())
            .max()
            .orElse(0)
        + 1;
  }
}
