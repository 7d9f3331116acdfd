package cbd.worker.runner;

import cbd.domain.Phase;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches one runner's signs of life and says when its silence is longer than its own pace
 * explains.
 *
 * <p>It has no clock but {@link #tick}, which is called once a second: while this process is itself
 * stopped nothing ticks, so that a runner is never blamed for its worker's absence.
 *
 * <p>The pace of a phase is known when one of its epochs has been trained and measured, for then
 * everything that happens in an epoch has happened once. Until then, as in start-up, data loading
 * and the attack phase, the longer patience for what is unknown applies. Not thread-safe.
 */
final class Vigil {
  private final Silence allowed;
  private final Map<Phase, Integer> slowest = new EnumMap<>(Phase.class);
  private final Set<Phase> known = EnumSet.noneOf(Phase.class);
  private Phase phase = Phase.ATTACK;
  private String last = "nothing yet";
  private int silent;

  /** Whether the last sign announced work that has no pace of its own. */
  private boolean prepares;

  Vigil(Silence allowed) {
    this.allowed = allowed;
  }

  /**
   * A sign of life.
   *
   * @param during which phase's work it tells of
   * @param what in words
   */
  void sign(Phase during, String what) {
    if (!prepares) {
      // The silence before a phase's first sign belongs to what came before it.
      slowest.merge(phase, silent, Math::max);
    }
    prepares = false;
    phase = during;
    last = what;
    silent = 0;
  }

  /** A sign of life in whatever phase it is. */
  void sign(String what) {
    sign(phase, what);
  }

  /**
   * What begins now takes as long as files and start-up do: it is given as long as what nobody has
   * seen yet, and says nothing about the steps.
   */
  void signOfPreparation(String what) {
    sign(what);
    prepares = true;
  }

  /** An epoch of this phase was trained and measured. */
  void epochDone(Phase during) {
    sign(during, "a measured epoch of phase " + during);
    known.add(during);
  }

  /** A second has passed; why the runner must be hanging, if it must. */
  Optional<String> tick() {
    silent++;
    int limit = limit();
    return silent <= limit
        ? Optional.empty()
        : Optional.of(
            "gave no sign of life for "
                + silent
                + " s after "
                + last
                + ", though "
                + (hasPace()
                    ? "its longest silence in this phase was " + slowest() + " s"
                    : "start-up, files and the first epoch are given " + limit + " s"));
  }

  private int limit() {
    int own = Math.max(allowed.floor(), allowed.factor() * slowest());
    return hasPace() ? own : Math.max(own, allowed.unknown());
  }

  private boolean hasPace() {
    return known.contains(phase) && !prepares;
  }

  private int slowest() {
    return slowest.getOrDefault(phase, 0);
  }
}
