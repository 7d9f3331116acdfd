package cbd.coordinator.actor;

import cbd.coordinator.leaderboard.Statistic;
import cbd.coordinator.schedule.ClusterState;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Pausing;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.Repeats;
import cbd.domain.Scores;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gives cells of a sweep further repeats while their scores are uncertain, if the sweep's terms say
 * so: one more whenever all of a cell's repeats are over, until the 95 % confidence intervals of
 * its clean accuracy and attack success rate are narrow enough, or it has as many as it may.
 *
 * <p>What is due follows from the sweeps' terms and from where their trials stand, both of which
 * the store has: a coordinator that starts anew looks at every cell once and decides the same. This
 * only remembers which cells there are, and which have changed since they were looked at.
 *
 * <p>A cell with a cancelled repeat gets no more until that is retried, nor does one without any
 * result. Repeats that failed or were stopped early count towards the most that a cell may have. In
 * a paused sweep, of which nothing would be trained by itself, further repeats are paused as well;
 * that the last one to end was to be paused is forgotten in a restart right after it.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Growth {

  /** A sweep that may grow. */
  private static final class Growing {
    private final Sweeps.Entry sweep;
    private final Repeats.Until rule;

    /** The cells' trials, in the sweep's order. */
    private final List<List<Trial>> cells = new ArrayList<>();

    /** Places of cells in that order, by their configuration with repeat 0. */
    private final Map<TrialSpec, Integer> places = new HashMap<>();

    /** Places of those to be looked at: in order, so that a restart changes nothing. */
    private final SortedSet<Integer> changed = new TreeSet<>();

    /** Whether a repeat that a person wanted paused has come to its end instead. */
    private boolean paused;

    private Growing(Sweeps.Entry sweep, Repeats.Until rule) {
      this.sweep = sweep;
      this.rule = rule;
    }
  }

  /** In the order of acceptance. */
  private final Map<SweepId, Growing> sweeps = new LinkedHashMap<>();

  /**
   * A sweep got trials: all of a new or restored one, or further ones.
   *
   * @param trials those that it got
   */
  void brought(Sweeps.Entry sweep, List<Trial> trials) {
    if (sweep.terms().repeats() instanceof Repeats.Until rule) {
      Growing growing = sweeps.computeIfAbsent(sweep.id(), id -> new Growing(sweep, rule));
      for (Trial trial : trials) {
        int place =
            growing.places.computeIfAbsent(
                trial.spec().withRepeat(0), cell -> growing.cells.size());
        if (place == growing.cells.size()) {
          growing.cells.add(new ArrayList<>(rule.min()));
        }
        growing.cells.get(place).add(trial);
        growing.changed.add(place);
      }
    }
  }

  /**
   * A trial is over.
   *
   * @param before where it stood
   * @param holding the sweeps that it belongs to
   */
  void ended(TrialStanding before, List<Sweeps.Entry> holding) {
    for (Sweeps.Entry sweep : holding) {
      Growing growing = sweeps.get(sweep.id());
      if (growing != null) {
        TrialSpec cell = before.trial().spec().withRepeat(0);
        growing.changed.add(Objects.requireNonNull(growing.places.get(cell)));
        growing.paused |= before.caveats().pausing() != Pausing.NO;
      }
    }
  }

  /**
   * The repeats that are due in one sweep; to be applied before this is asked again, for the next
   * sweep may get some of the same trials.
   */
  List<Event> due(ClusterState state, Instant now) {
    for (Growing growing : sweeps.values()) {
      List<Trial> further = new ArrayList<>();
      for (int place : growing.changed) {
        List<Trial> repeats = growing.cells.get(place);
        if (repeats.size() < growing.rule.max() && isUncertain(growing.rule, repeats, state)) {
          further.add(Trial.of(repeats.get(0).spec().withRepeat(repeats.size())));
        }
      }
      growing.changed.clear();
      boolean paused = !further.isEmpty() && isPaused(growing, state);
      growing.paused = false;
      if (!further.isEmpty()) {
        return extension(growing.sweep, further, paused, state, now);
      }
    }
    return List.of();
  }

  private static List<Event> extension(
      Sweeps.Entry sweep, List<Trial> further, boolean paused, ClusterState state, Instant now) {
    List<Event> events = new ArrayList<>();
    events.add(
        new Event.SweepExtended(
            now,
            sweep.id(),
            sweep.trials().size(),
            further,
            sweep.maxAttempts(),
            sweep.terms().priority(),
            sweep.terms().resources()));
    if (paused) {
      further.stream()
          .filter(trial -> state.standing(trial.id()).isEmpty())
          .forEach(trial -> events.add(new Event.TrialPaused(now, trial.id())));
    }
    return events;
  }

  /** Whether people paused something of a sweep and nothing of it would be trained by itself. */
  private static boolean isPaused(Growing growing, ClusterState state) {
    Sweeps.Entry sweep = growing.sweep;
    return (growing.paused || sweep.count(TrialState.PAUSED) > 0)
        && sweep.count(TrialState.QUEUED) == 0
        && sweep.count(TrialState.COOLING_DOWN) == 0
        && (sweep.count(TrialState.LEASED) == 0
            || state.running().stream()
                .noneMatch(running -> goesOn(growing, running.trial(), state)));
  }

  private static boolean goesOn(Growing growing, Trial trial, ClusterState state) {
    @Nullable Integer place = growing.places.get(trial.spec().withRepeat(0));
    return place != null
        && growing.cells.get(place).contains(trial)
        && state.standing(trial.id()).orElseThrow().caveats().pausing() == Pausing.NO;
  }

  /** Whether a cell's repeats are over and do not tell enough. */
  private static boolean isUncertain(Repeats.Until rule, List<Trial> repeats, ClusterState state) {
    List<TrialStanding> standings =
        repeats.stream().map(trial -> state.standing(trial.id()).orElseThrow()).toList();
    boolean over = standings.stream().allMatch(at -> at.state().isTerminal());
    boolean cancelled = standings.stream().anyMatch(at -> at.state() == TrialState.CANCELLED);
    List<Scores> results =
        standings.stream().map(TrialStanding::scores).filter(Objects::nonNull).toList();
    return over
        && !cancelled
        && !results.isEmpty()
        && (isWide(rule, results, Scores::cleanAccuracy)
            || isWide(rule, results, Scores::attackSuccessRate));
  }

  /** A score that was not measured at all does not count. */
  private static boolean isWide(
      Repeats.Until rule, List<Scores> results, ToDoubleFunction<Scores> score) {
    List<Double> values =
        results.stream().map(score::applyAsDouble).filter(Double::isFinite).toList();
    Double ci95 = Statistic.of(values).ci95();
    return !values.isEmpty() && (ci95 == null || ci95 >= rule.ci95());
  }
}
