package cbd.coordinator.schedule;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gives free slots to the trials next in the queue. */
final class Granting {
  /** Trials that must wait for a certain place before a round looks no further. */
  private static final int PASSED_OVER = 1000;

  private Granting() {}

  /**
   * One round.
   *
   * @param lasts how long a lease does without progress
   * @param events gets what is granted
   */
  static void grant(ClusterState state, Duration lasts, Instant now, List<Event> events) {
    if (state.queueLength() == 0 || state.workerBook().idle().isEmpty()) {
      return;
    }
    Vacancies vacancies = new Vacancies(state, now);
    Queue.Walk walk = state.queue().walk();
    long leaseId = state.nextLeaseId();
    int passedOver = 0;
    for (TrialEntry entry = walk.next(); entry != null; entry = walk.next()) {
      if (vacancies.isEmpty() || passedOver > PASSED_OVER) {
        return;
      }
      Optional<Place> place =
          entry.pausing() == Pausing.NO ? vacancies.take(entry) : Optional.empty();
      if (place.isPresent()) {
        Lease lease =
            new Lease(
                new LeaseId(leaseId++),
                entry.id(),
                entry.attempt(),
                place.get().slot(),
                now.plus(lasts));
        events.add(new Event.LeaseGranted(now, lease, place.get().beside()));
      } else if (vacancies.haveNone(entry.resources())) {
        walk.leaveLine();
      } else {
        passedOver++;
      }
    }
  }
}
