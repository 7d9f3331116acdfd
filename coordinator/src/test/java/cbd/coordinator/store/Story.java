package cbd.coordinator.store;

import cbd.coordinator.schedule.ClusterState;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Hold;
import cbd.coordinator.schedule.LostLease;
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

  /**
   * Tells what happens to two overlapping sweeps of 30 trials each, of which the second one grows,
   * event by event.
   */
  static Story of(long seed, int length) {
    Story story = new Story(seed);
    story.happen(Samples.accepted(0, "first", Samples.trials(30)));
    boolean second = false;
    boolean grown = false;
    while (story.events.size() < length) {
      if (!second && story.events.size() >= length / 2) {
        second = true;
        story.happen(Samples.preferred(story.second, "second", Samples.trials(45).subList(15, 45)));
      } else if (!grown && story.events.size() >= length * 3 / 4) {
        grown = true;
        story.happen(Samples.extended(story.second, Samples.trials(50).subList(40, 50)));
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

  List<Hold> holds() {
    return state.holds();
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
    if (random.nextInt(25) == 0) {
      happen(ofSlots());
    }
    List<TrialStanding> standings = state.standings();
    TrialStanding standing = standings.get(random.nextInt(standings.size()));
    TrialId trial = standing.trial().id();
    Instant now = Samples.at(second);
    boolean seldom = random.nextInt(20) == 0;
    LostLease lost = standing.caveats().lost();
    if (lost != null && random.nextInt(4) == 0 && isFree(standings, lost.slot())) {
      happen(
          new Event.LeaseRevived(
              now, lost.id(), trial, lost.attempt(), lost.slot(), Samples.at(second + 90)));
      return;
    }
    if (random.nextInt(12) == 0 && steer(standing, now)) {
      return;
    }
    if (!standing.state().isTerminal() && random.nextInt(30) == 0) {
      happen(new Event.TrialStopped(now, trial, 1 + random.nextInt(9), "others do better"));
      return;
    }
    switch (standing.state()) {
      case QUEUED -> happen(seldom ? new Event.TrialCancelled(now, trial) : grant(standing));
      case PAUSED ->
          happen(
              seldom ? new Event.TrialCancelled(now, trial) : new Event.TrialResumed(now, trial));
      case LEASED ->
          happen(seldom ? new Event.TrialCancelled(now, trial) : report(standing, trial));
      case COOLING_DOWN ->
          happen(
              seldom
                  ? new Event.TrialCancelled(now, trial)
                  : new Event.CooledDown(now, trial, standing.attempt() + 1));
      case FAILED, CANCELLED, STOPPED -> {
        int next = standing.attempt() + 1;
        happen(new Event.TrialRequeued(now, trial, next, next + 2));
      }
      case SUCCEEDED -> {} // and stays so
    }
  }

  private static boolean isFree(List<TrialStanding> standings, SlotId slot) {
    return standings.stream().noneMatch(at -> at.lease() != null && at.lease().slot().equals(slot));
  }

  /** What people may want of a trial as it stands. */
  private boolean steer(TrialStanding standing, Instant now) {
    TrialId trial = standing.trial().id();
    switch (standing.state()) {
      case QUEUED, COOLING_DOWN -> happen(new Event.TrialPaused(now, trial));
      case LEASED ->
          happen(
              random.nextInt(3) == 0
                  ? new Event.TrialResumed(now, trial)
                  : new Event.PauseAsked(now, trial, random.nextBoolean()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private Event ofSlots() {
    Instant now = Samples.at(second);
    WorkerId worker = new WorkerId("w" + random.nextInt(3));
    SlotId slot = new SlotId(worker, random.nextInt(2));
    Hold.Kind[] kinds = {Hold.Kind.CORDONED, Hold.Kind.DRAINING, Hold.Kind.DRAINING_NOW};
    return switch (random.nextInt(4)) {
      case 0 ->
          new Event.WorkerCordoned(
              now, worker, kinds[random.nextInt(3)], random.nextBoolean(), "a person said so");
      case 1 -> new Event.WorkerUncordoned(now, worker);
      case 2 -> new Event.SlotQuarantined(now, slot, "it failed thrice", Samples.at(second + 300));
      default -> new Event.SlotReleased(now, slot, "a person lifted it");
    };
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
    Instant later = Samples.at(second + 10);
    Event.Next next = last ? Samples.NO_MORE : new Event.Next.Retry(later);
    return switch (random.nextInt(14)) {
      case 0 -> Samples.succeeded(second, lease, trial, attempt, sequence);
      case 1, 2 -> Samples.failed(second, lease, trial, attempt, sequence, next);
      case 3, 4 -> Samples.expired(second, lease, trial, attempt, next);
      case 5 -> Samples.returned(second, lease, trial, attempt);
      case 6 ->
          Samples.failed(second, lease, trial, attempt, sequence, new Event.Next.Excused(later));
      default -> Samples.recorded(second, lease, trial, attempt, sequence);
    };
  }
}
