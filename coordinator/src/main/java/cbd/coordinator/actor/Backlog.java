package cbd.coordinator.actor;

import cbd.coordinator.forecast.Load;
import cbd.domain.Resources;
import cbd.domain.SweepId;
import cbd.domain.TrialState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How much work each sweep has left: how many of its unfinished trials are of which size, moved
 * along with each event, so that a forecast costs no walk over a hundred thousand trials. A trial
 * of several sweeps counts for the one that is served first.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Backlog {
  /** Of each sweep: work in multiply-adds, and how many unfinished trials have it. */
  private final Map<SweepId, Map<Size, Integer>> unfinished = new HashMap<>();

  /**
   * A trial came to stand somewhere.
   *
   * @param sweep of those that hold it the one served first
   */
  void added(SweepId sweep, Size size, TrialState state) {
    if (counts(state)) {
      sizes(sweep).merge(size, 1, Integer::sum);
    }
  }

  /** A trial counts for another sweep from now on. */
  void removed(SweepId sweep, Size size, TrialState state) {
    if (counts(state)) {
      drop(sizes(sweep), size);
    }
  }

  /** Whether a trial in this state will be trained by itself. */
  static boolean counts(TrialState state) {
    return !state.isTerminal() && state != TrialState.PAUSED;
  }

  /** A trial went from one state to another. */
  void moved(SweepId sweep, Size size, TrialState from, TrialState to) {
    if (!counts(from) && counts(to)) {
      sizes(sweep).merge(size, 1, Integer::sum);
    } else if (counts(from) && !counts(to)) {
      drop(sizes(sweep), size);
    }
  }

  /**
   * What is left of one sweep.
   *
   * @param underWay its trials that have a slot
   * @param fits whether there are slots that have what a trial needs; one for which there are none
   *     holds up nobody, and does not count
   */
  Load left(SweepId sweep, Iterable<Running> underWay, Predicate<Resources> fits) {
    Map<Size, Integer> waiting = new HashMap<>(sizes(sweep));
    Load left = Load.NONE;
    for (Running running : underWay) {
      drop(waiting, running.size());
      double rest = running.size().work() * (1 - running.done());
      int starts = running.done() > 0 ? 0 : 1;
      left = left.and(new Load(rest, starts, rest).times(running.size().needs().slots()));
    }
    for (Map.Entry<Size, Integer> size : waiting.entrySet()) {
      double work = size.getKey().work();
      Resources needs = size.getKey().needs();
      if (fits.test(needs)) {
        Load all = new Load(work * size.getValue(), size.getValue(), work);
        left = left.and(all.times(needs.slots()));
      }
    }
    return left;
  }

  /**
   * What a trial takes.
   *
   * @param work of its training, in multiply-adds
   * @param needs what it keeps meanwhile
   */
  record Size(double work, Resources needs) {}

  /**
   * A trial that has a slot.
   *
   * @param done of its training, 0..1; 0: as far as is known it still starts up
   */
  record Running(Size size, double done) {}

  private Map<Size, Integer> sizes(SweepId sweep) {
    return unfinished.computeIfAbsent(sweep, key -> new HashMap<>());
  }

  private static void drop(Map<Size, Integer> sizes, Size size) {
    sizes.computeIfPresent(size, (same, count) -> count == 1 ? null : count - 1);
  }
}
