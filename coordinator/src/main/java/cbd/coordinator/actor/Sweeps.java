package cbd.coordinator.actor;

import cbd.coordinator.store.StoredState;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which sweeps there are, which trials they hold, and how many of these stand where. A trial may
 * belong to several sweeps. Counts are moved along with each event, so that a look costs nothing.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Sweeps {

  /** One sweep. */
  static final class Entry {
    private final SweepId id;
    private final String name;
    private final int maxAttempts;
    private final SweepTerms terms;
    private final List<TrialId> trials = new ArrayList<>();
    private final Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);

    private Entry(SweepId id, String name, int maxAttempts, SweepTerms terms) {
      this.id = id;
      this.name = name;
      this.maxAttempts = maxAttempts;
      this.terms = terms;
      for (TrialState state : TrialState.values()) {
        counts.put(state, 0);
      }
    }

    SweepId id() {
      return id;
    }

    String name() {
      return name;
    }

    /** How often each of its trials may be tried, and tried again when a person asks for that. */
    int maxAttempts() {
      return maxAttempts;
    }

    SweepTerms terms() {
      return terms;
    }

    /** In grid order, those that were added later behind all others. */
    List<TrialId> trials() {
      return Collections.unmodifiableList(trials);
    }

    /** Trials by state; every state is there. */
    Map<TrialState, Integer> counts() {
      return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    /** How many of its trials are in a state. */
    int count(TrialState state) {
      return counts.getOrDefault(state, 0);
    }

    /** Whether something will still happen by itself. */
    boolean isUnfinished() {
      return counts.entrySet().stream()
          .anyMatch(entry -> !entry.getKey().isTerminal() && entry.getValue() > 0);
    }
  }

  private final Map<SweepId, Entry> sweeps = new LinkedHashMap<>();
  private final Map<TrialId, List<Entry>> holders = new HashMap<>();

  /** The sweeps of a restarted coordinator. */
  static Sweeps restore(StoredState stored) {
    Map<TrialId, TrialState> states = new HashMap<>();
    stored.standings().forEach(at -> states.put(at.trial().id(), at.state()));
    Sweeps sweeps = new Sweeps();
    for (StoredState.StoredSweep sweep : stored.sweeps()) {
      sweeps.add(sweep.id(), sweep.name(), sweep.maxAttempts(), sweep.terms());
      sweeps.extend(sweep.id(), sweep.trials(), states);
    }
    return sweeps;
  }

  /** Adds a sweep, without trials so far. */
  void add(SweepId id, String name, int maxAttempts, SweepTerms terms) {
    sweeps.put(id, new Entry(id, name, maxAttempts, terms));
  }

  /**
   * Adds trials to a sweep.
   *
   * @param states where they stand now, all of them
   */
  void extend(SweepId id, List<TrialId> trials, Map<TrialId, TrialState> states) {
    Entry sweep = find(id).orElseThrow();
    for (TrialId trial : trials) {
      sweep.trials.add(trial);
      holders.computeIfAbsent(trial, key -> new ArrayList<>(1)).add(sweep);
      sweep.counts.merge(states.getOrDefault(trial, TrialState.QUEUED), 1, Integer::sum);
    }
  }

  /** A trial went from one state to another. */
  void moved(TrialId trial, TrialState from, TrialState to) {
    for (Entry sweep : holding(trial)) {
      sweep.counts.merge(from, -1, Integer::sum);
      sweep.counts.merge(to, 1, Integer::sum);
    }
  }

  Optional<Entry> find(SweepId id) {
    return Optional.ofNullable(sweeps.get(id));
  }

  /** In the order of acceptance. */
  Collection<Entry> all() {
    return Collections.unmodifiableCollection(sweeps.values());
  }

  /** The sweeps that a trial belongs to, the first accepted first. */
  List<Entry> holding(TrialId trial) {
    return holders.getOrDefault(trial, List.of());
  }
}
