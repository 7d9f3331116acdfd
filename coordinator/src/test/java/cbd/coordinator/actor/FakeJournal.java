package cbd.coordinator.actor;

import cbd.coordinator.schedule.ClusterState;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.StoredState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store in memory that can fail and be fenced; it outlives the actors that write it. */
final class FakeJournal implements Journal {
  /** What the next writes do. */
  enum Mood {
    WELL,
    UNAVAILABLE,
    FENCED,
    BROKEN
  }

  final List<Event> stored = new CopyOnWriteArrayList<>();
  final List<List<Event>> batches = new CopyOnWriteArrayList<>();
  volatile Mood mood = Mood.WELL;
  private long term;

  @Override
  public Opened open(Instant now) {
    ClusterState state = new ClusterState();
    List<StoredState.StoredSweep> sweeps = new ArrayList<>();
    for (Event event : stored) {
      state.apply(event);
      if (event instanceof Event.SweepAccepted accepted) {
        sweeps.add(
            new StoredState.StoredSweep(
                accepted.sweep(),
                accepted.name(),
                accepted.maxAttempts(),
                accepted.trials().stream().map(trial -> trial.id()).toList()));
      }
    }
    return new Opened(++term, new StoredState(state.standings(), state.nextLeaseId(), sweeps));
  }

  @Override
  public Outcome append(List<Event> events) {
    batches.add(List.copyOf(events));
    if (mood == Mood.BROKEN) {
      throw new IllegalStateException("the journal is broken on purpose");
    }
    if (mood == Mood.UNAVAILABLE) {
      return new Outcome.Unavailable("the disk is full on purpose");
    }
    if (mood == Mood.FENCED) {
      return new Outcome.Fenced("another took office on purpose");
    }
    stored.addAll(events);
    return new Outcome.Written();
  }

  /** Stored events of one kind. */
  <E extends Event> List<E> stored(Class<E> type) {
    return stored.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
