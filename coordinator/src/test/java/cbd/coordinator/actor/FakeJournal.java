package cbd.coordinator.actor;

import cbd.coordinator.schedule.ClusterState;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Enclosures;
import cbd.coordinator.store.OutdatedException;
import cbd.coordinator.store.StoredState;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store in memory that can fail and be fenced; it outlives the actors that write it. */
final class FakeJournal implements Journal {
  /** What the next writes do. */
  enum Mood {
    WELL,
    UNAVAILABLE,
    FENCED,
    OUTDATED,
    BROKEN
  }

  final List<Event> stored = new CopyOnWriteArrayList<>();
  final List<List<Event>> batches = new CopyOnWriteArrayList<>();
  final List<Enclosures> kept = new CopyOnWriteArrayList<>();
  volatile Mood mood = Mood.WELL;

  /** Whether somebody else may take office at any time. */
  boolean contested;

  private long term;

  @Override
  public Opened open(Instant now) {
    if (mood == Mood.OUTDATED) {
      throw new OutdatedException("a newer cbd was here on purpose");
    }
    ClusterState state = new ClusterState();
    Map<SweepId, Event.SweepAccepted> sweeps = new LinkedHashMap<>();
    Map<SweepId, List<TrialId>> trials = new HashMap<>();
    Set<TrialId> judged = new HashSet<>();
    List<StoredState.StoredEpoch> epochs = new ArrayList<>();
    for (Event event : stored) {
      state.apply(event);
      if (event instanceof Event.SweepAccepted accepted) {
        sweeps.put(accepted.sweep(), accepted);
      }
      if (event instanceof Event.OfSweep brought) {
        List<TrialId> all = trials.computeIfAbsent(brought.sweep(), id -> new ArrayList<>());
        brought.trials().forEach(trial -> all.add(trial.id()));
        if (!(sweeps.get(brought.sweep()).terms().stopping() instanceof Stopping.Never)) {
          brought.trials().forEach(trial -> judged.add(trial.id()));
        }
      }
      if (event instanceof Event.EpochRecorded epoch
          && judged.contains(epoch.trial())
          && epoch.metrics().phase() == Phase.FINAL) {
        Scores scores = epoch.metrics().scores();
        epochs.add(
            new StoredState.StoredEpoch(
                epoch.trial(),
                epoch.metrics().epoch(),
                scores.cleanAccuracy(),
                scores.attackSuccessRate()));
      }
    }
    List<StoredState.StoredSweep> rows =
        sweeps.values().stream()
            .map(
                each ->
                    new StoredState.StoredSweep(
                        each.sweep(),
                        each.name(),
                        each.maxAttempts(),
                        each.terms(),
                        trials.get(each.sweep())))
            .toList();
    return new Opened(
        ++term,
        new StoredState(state.standings(), state.nextLeaseId(), rows, state.holds(), epochs));
  }

  @Override
  public boolean isContested() {
    return contested;
  }

  @Override
  public Outcome attend() {
    return mood == Mood.FENCED
        ? new Outcome.Fenced("another took office on purpose")
        : new Outcome.Written();
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

  @Override
  public Set<String> keep(Enclosures enclosures) {
    if (mood != Mood.WELL) {
      throw new IllegalStateException("the journal keeps nothing on purpose");
    }
    kept.add(enclosures);
    Set<String> wanted = new HashSet<>();
    for (Enclosures.OfTrial told : enclosures.pictures()) {
      if (told.picture() == null) {
        wanted.add(told.digest());
      }
    }
    return wanted;
  }

  /** Stored events of one kind. */
  <E extends Event> List<E> stored(Class<E> type) {
    return stored.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
