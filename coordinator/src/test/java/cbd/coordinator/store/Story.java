package cbd.coordinator.store;

import cbd.coordinator.schedule.ClusterState;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A long random story of a few sweeps that the scheduler's table allows. */
final class Story {
  private final Random random;
  private final ClusterState state = new ClusterState();
  private final List<Event> events = new ArrayList<>();
  private long second;

  private Story(long seed) {
    random = new Random(seed);
  }

  /** Tells what happens to two overlapping sweeps of 30 trials each, event by event. */
  static Story of(long seed, int length) {
    Story story = new Story(seed);
    story.happen(Samples.accepted(0, "first", Samples.trials(30)));
    while (story.events.size() < length) {
      if (story.events.size() == length / 2) {
        story.happen(Samples.accepted(story.second, "second", Samples.trials(45).subList(15, 45)));
      }
      story.step();
    }
    return story;
  }

  List<Event> events() {
    return events;
  }

  /** Where the scheduler has the trials at the end. */
  List<TrialStanding> standings() {
    return state.standings();
  }

  long nextLeaseId() {
    return state.nextLeaseId();
  }

  private void happen(Event event) {
    state.apply(event);
    events.add(event);
  }

  private void step() {
    second += 1 + random.nextInt(20);
    List<TrialStanding> standings = state.standings();
    TrialStanding standing = standings.get(random.nextInt(standings.size()));
    TrialId trial = standing.trial().id();
    Instant now = Samples.at(second);
    boolean seldom = random.nextInt(20) == 0;
    switch (standing.state()) {
      case QUEUED -> happen(seldom ? new Event.TrialCancelled(now, trial) : grant(standing));
      case LEASED ->
          happen(seldom ? new Event.TrialCancelled(now, trial) : report(standing, trial));
      case COOLING_DOWN ->
          happen(
              seldom
                  ? new Event.TrialCancelled(now, trial)
                  : new Event.CooledDown(now, trial, standing.attempt() + 1));
      case FAILED, CANCELLED -> {
        int next = standing.attempt() + 1;
        happen(new Event.TrialRequeued(now, trial, next, next + 2));
      }
      case SUCCEEDED -> {} // and stays so
    }
  }

  private Event grant(TrialStanding standing) {
    LeaseId id = new LeaseId(state.nextLeaseId());
    SlotId slot = new SlotId(new WorkerId("w" + id.value() % 3), (int) id.value());
    return new Event.LeaseGranted(
        Samples.at(second),
        new Lease(id, standing.trial().id(), standing.attempt(), slot, Samples.at(second + 90)));
  }

  private Event report(TrialStanding standing, TrialId trial) {
    long lease = standing.lease().id().value();
    int attempt = standing.attempt();
    long sequence = standing.lastSequence() + 1;
    boolean last = attempt >= standing.maxAttempts();
    Event.Next next = last ? Samples.NO_MORE : new Event.Next.Retry(Samples.at(second + 10));
    return switch (random.nextInt(12)) {
      case 0 -> Samples.succeeded(second, lease, trial, attempt, sequence);
      case 1, 2 -> Samples.failed(second, lease, trial, attempt, sequence, next);
      case 3, 4 -> Samples.expired(second, lease, trial, attempt, next);
      default -> Samples.recorded(second, lease, trial, attempt, sequence);
    };
  }
}
