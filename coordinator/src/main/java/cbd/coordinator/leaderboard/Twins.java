package cbd.coordinator.leaderboard;

import cbd.domain.Defense;
import cbd.domain.Scores;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The undefended trials that others are held against, by what they share but for the repeat. */
final class Twins {

  /**
   * The undefended trials of one configuration.
   *
   * @param scores by repeat; at least one
   */
  record Twin(Map<Integer, Scores> scores) {

    /** Over its repeats. */
    double mean(ToDoubleFunction<Scores> score) {
      return scores.values().stream().mapToDouble(score).average().orElseThrow();
    }
  }

  private final Map<TrialSpec, Map<Integer, Scores>> scores = new HashMap<>();

  /**
   * Those among the trials that have no defense and a result; one that comes twice counts once.
   *
   * @param known may hold trials of other kinds
   */
  Twins(Collection<Entrant> known) {
    for (Entrant entrant : known) {
      TrialResult result = entrant.result();
      if (result != null && entrant.spec().defense() instanceof Defense.None) {
        scores
            .computeIfAbsent(Cell.withoutRepeat(entrant.spec()), cell -> new HashMap<>())
            .put(entrant.spec().repeat(), result.scores());
      }
    }
  }

  /** The same in all but the defense; null when none has a result. */
  @Nullable Twin of(Cell cell) {
    Map<Integer, Scores> found = scores.getOrDefault(cell.twin(), Map.of());
    return found.isEmpty() ? null : new Twin(Collections.unmodifiableMap(found));
  }
}
