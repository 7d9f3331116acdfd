package cbd.coordinator.leaderboard;

import cbd.domain.TrialSpec;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One cell: the trials that differ in their repeat alone.
 *
 * @param spec of all of them, with repeat 0
 * @param dataset its word in a sweep file, as of the model, the attack and the defense
 * @param model such as {@code wrn-16-1}
 * @param attack such as {@code badnets}
 * @param poisonRate share of training images poisoned, 0..1
 * @param defense such as {@code cbd}
 * @param settings those that differ between rows and have no column of their own, such as {@code
 *     alpha=0.2 t1=4}; empty when none do
 * @param rank from 1 among the defenses against one attack; null for the undefended reference and
 *     for a cell without results
 * @param total trials of the cell
 * @param failed those that failed for good
 * @param cancelled those that a person stopped
 * @param stopped those that were stopped early
 * @param open those that are not over yet
 * @param scores over the seeds; every measure has an entry
 * @param marks reasons for doubt
 */
public record LeaderboardRow(
    TrialSpec spec,
    String dataset,
    String model,
    String attack,
    double poisonRate,
    String defense,
    String settings,
    @Nullable Integer rank,
    int total,
    int failed,
    int cancelled,
    int stopped,
    int open,
    Map<Measure, Statistic> scores,
    Set<Mark> marks) {
  public LeaderboardRow {
    scores = Map.copyOf(scores);
    marks = Set.copyOf(marks);
  }

  LeaderboardRow withRank(int place) {
    return new LeaderboardRow(
        spec,
        dataset,
        model,
        attack,
        poisonRate,
        defense,
        settings,
        place,
        total,
        failed,
        cancelled,
        stopped,
        open,
        scores,
        marks);
  }

  /** Seeds with a result. */
  public int n() {
    return cleanAccuracy().n();
  }

  /** Over the seeds. */
  public Statistic score(Measure measure) {
    return Objects.requireNonNull(scores.get(measure));
  }

  public Statistic cleanAccuracy() {
    return score(Measure.CLEAN_ACCURACY);
  }

  public Statistic attackSuccessRate() {
    return score(Measure.ATTACK_SUCCESS_RATE);
  }
}
