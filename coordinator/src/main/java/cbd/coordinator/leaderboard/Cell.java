package cbd.coordinator.leaderboard;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.Scores;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The trials of one configuration, whatever their repeat.
 *
 * @param spec with repeat 0
 */
record Cell(TrialSpec spec, List<Entrant> entrants) {
  /** How much of the way from chance to all right a network must have come to have learned. */
  private static final double LEARNED = 0.05;

  /** What a defense is up against; cells with equal ones are ranked together. */
  record Threat(
      Dataset dataset, int trainImages, int testImages, Architecture model, Attack attack) {}

  Threat threat() {
    return new Threat(
        spec.dataset(), spec.usedTrainImages(), spec.usedTestImages(), spec.model(), spec.attack());
  }

  boolean undefended() {
    return spec.defense() instanceof Defense.None;
  }

  boolean attacked() {
    return spec.attack().poisonRate() > 0;
  }

  /** The same configuration without a defense. */
  TrialSpec twin() {
    return new TrialSpec(
        spec.dataset(),
        spec.trainImages(),
        spec.testImages(),
        spec.model(),
        spec.attack(),
        new Defense.None(),
        spec.training(),
        0);
  }

  static TrialSpec withoutRepeat(TrialSpec spec) {
    return spec.withRepeat(0);
  }

  boolean hasResults() {
    return count(state -> state == TrialState.SUCCEEDED) > 0;
  }

  int count(Predicate<TrialState> which) {
    return (int) entrants.stream().map(Entrant::state).filter(which).count();
  }

  /**
   * All measures over the repeats.
   *
   * @param twin undefended; null when nothing is known of it
   */
  Map<Measure, Statistic> scores(Twins.@Nullable Twin twin) {
    Map<Measure, Statistic> scores = new EnumMap<>(Measure.class);
    scores.put(Measure.CLEAN_ACCURACY, statistic(Scores::cleanAccuracy));
    scores.put(Measure.CLEAN_ACCURACY_NON_TARGET, statistic(Scores::cleanAccuracyNonTarget));
    scores.put(Measure.ATTACK_SUCCESS_RATE, statistic(Scores::attackSuccessRate));
    scores.put(Measure.ROBUST_ACCURACY, statistic(Scores::robustAccuracy));
    scores.put(Measure.DEFENSE_EFFECTIVENESS, defenseEffectiveness(twin));
    return scores;
  }

  /** Whether an undefended network answers no better than one that always says the same class. */
  boolean isAtChance(Twins.Twin twin) {
    int classes = spec.dataset().classes();
    double chance = classes == 0 ? 0 : 1.0 / classes;
    return twin.mean(Scores::cleanAccuracy) < chance + LEARNED * (1 - chance);
  }

  double meanCleanAccuracy() {
    Double mean = statistic(Scores::cleanAccuracy).mean();
    return mean == null ? 0 : mean;
  }

  /** Over the repeats that have it: an older cbd did not measure everything. */
  private Statistic statistic(ToDoubleFunction<Scores> score) {
    return Statistic.of(
        entrants.stream()
            .map(Entrant::result)
            .filter(Objects::nonNull)
            .map(TrialResult::scores)
            .map(score::applyAsDouble)
            .filter(Double::isFinite)
            .toList());
  }

  /** Over the pairs of equal repeats: these share their poisoned images. */
  private Statistic defenseEffectiveness(Twins.@Nullable Twin twin) {
    List<Double> ratings = new ArrayList<>();
    if (twin != null && attacked() && !undefended() && !isAtChance(twin)) {
      for (Entrant entrant : entrants) {
        Scores before = twin.scores().get(entrant.spec().repeat());
        if (before != null && entrant.result() != null) {
          ratings.add(defenseEffectiveness(before, entrant.result().scores()));
        }
      }
    }
    return Statistic.of(ratings);
  }

  /**
   * The defense effectiveness rating, DER = ½·[max(0, ΔASR) − max(0, ΔCA) + 1] with Δ = without −
   * with the defense (BackdoorBench's formula; its code adds the second term): 1 when the back door
   * is gone at no cost, ½ when nothing has changed.
   */
  static double defenseEffectiveness(Scores without, Scores with) {
    double closed = Math.max(0, without.attackSuccessRate() - with.attackSuccessRate());
    double lost = Math.max(0, without.cleanAccuracy() - with.cleanAccuracy());
    return (closed - lost + 1) / 2;
  }
}
